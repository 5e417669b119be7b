import type { Readable } from 'node:stream'

/** Where a command runs: what it reads, writes and finds. */
export interface Terminal {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin: Readable
  /** Colours are for terminals that want them. */
  readonly colors: boolean
  /** Width in characters; undefined where it is none, as in a pipe. */
  readonly columns?: number | undefined
  writeOut(text: string): void
  writeErr(text: string): void
}

/** The terminal of this process. Colours follow `NO_COLOR` and `FORCE_COLOR`. */
export function processTerminal(): Terminal {
  return {
    cwd: process.cwd(),
    env: process.env,
    stdin: process.stdin,
    colors: wantsColors(process.env, process.stdout.isTTY === true),
    columns: process.stdout.isTTY ? process.stdout.columns : undefined,
    writeOut: (text) => void process.stdout.write(text),
    writeErr: (text) => void process.stderr.write(text),
  }
}

function wantsColors({ NO_COLOR = '', FORCE_COLOR = '', TERM }: NodeJS.ProcessEnv, isTerminal: boolean) {
  if (NO_COLOR !== '') return false
  if (FORCE_COLOR !== '') return FORCE_COLOR !== '0'
  return isTerminal && TERM !== 'dumb'
}
