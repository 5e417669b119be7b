import { Readable } from 'node:stream'
import { main, type Terminal } from 'rowauth'

export interface Outcome {
  readonly exitCode: number
  readonly out: string
  readonly err: string
  /** What was printed, parsed; for commands with `--json`. */
  json(): Record<string, unknown>
}

/** Runs the command line in this process, as a shell in that folder would. */
export async function rowauth(
  args: readonly string[],
  options: Partial<Pick<Terminal, 'cwd' | 'env' | 'colors' | 'columns'>> & { readonly stdin?: string } = {},
): Promise<Outcome> {
  let out = ''
  let err = ''
  const exitCode = await main(args, {
    cwd: options.cwd ?? process.cwd(),
    env: options.env ?? { ...process.env, DATABASE_URL: undefined },
    colors: options.colors ?? false,
    columns: options.columns,
    stdin: Readable.from([Buffer.from(options.stdin ?? '')]),
    writeOut: (text) => {
      out += text
    },
    writeErr: (text) => {
      err += text
    },
  })
  return { exitCode, out, err, json: () => JSON.parse(out) }
}
