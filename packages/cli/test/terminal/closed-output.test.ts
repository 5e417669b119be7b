import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

beforeAll(async () => {
  // The command is what is published, so it has to be compiled; that takes no time when it is already.
  const compiler = path('../../../../node_modules/typescript/bin/tsc')
  await promisify(execFile)(process.execPath, [compiler, '-b', path('../..')])
}, 120_000)

type Output = 'stdout' | 'stderr'

/** Runs the command, with nobody at the other end of one of its pipes. */
async function run(args: readonly string[], closed: Output) {
  const child = spawn(process.execPath, [path('../../dist/bin.js'), ...args])
  const read = closed === 'stdout' ? child.stderr : child.stdout
  child[closed].destroy()
  const [printed, [exitCode, signal]] = await Promise.all([text(read), once(child, 'close')])
  return { printed, exitCode, signal }
}

describe('a reader that has gone', () => {
  it.each([
    ['of the help', ['--help'], 'stdout', 0],
    ['of the version', ['--version'], 'stdout', 0],
    ['of a report', ['keys', 'generate'], 'stdout', 0],
    ['of an error', ['no-such-command'], 'stderr', 2],
    ['of an error as JSON', ['no-such-command', '--json'], 'stdout', 2],
  ] as const)('%s is no error, and the exit code stays', async (_, args, closed, code) => {
    expect(await run(args, closed)).toEqual({ printed: '', exitCode: code, signal: null })
  })
})
