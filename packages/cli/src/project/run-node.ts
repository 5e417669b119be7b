import { spawn } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'

/** How a script ended, and what it wrote. */
export interface Finished {
  /** Undefined when a signal ended it. */
  readonly exitCode: number | undefined
  /** What it wrote to its output and error streams, without colours. */
  readonly output: string
  /** What it wrote to file descriptor 3. */
  readonly result: string
}

/** Where a script runs, and how long it may. */
export interface RunOptions {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Milliseconds until it is killed; 60000 by default. */
  readonly timeout?: number
  /** Kills it. */
  readonly signal?: AbortSignal
}

/** Runs a script with this Node, without a terminal, so that it cannot ask questions. */
export function runNode(args: readonly string[], options: RunOptions): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: options.cwd,
      env: { ...options.env, NO_COLOR: '1', FORCE_COLOR: undefined },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      timeout: options.timeout ?? 60_000,
      killSignal: 'SIGKILL',
    })
    const kill = () => child.kill('SIGKILL')
    options.signal?.addEventListener('abort', kill)
    const written = ['', '', '', '']
    child.stdio.forEach((stream, index) => {
      stream?.on('data', (chunk: Buffer) => {
        written[index] += chunk.toString()
      })
    })
    child.once('error', reject)
    child.once('close', (exitCode) => {
      options.signal?.removeEventListener('abort', kill)
      const [, out = '', err = '', result = ''] = written
      const output = stripVTControlCharacters(`${out}${err}`).trim()
      resolve({ exitCode: exitCode ?? undefined, output, result })
    })
  })
}
