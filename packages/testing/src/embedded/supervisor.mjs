// Runs as a process of its own. Its stdin is a pipe from the process that wants the server: when that process
// ends, however it ends, the pipe closes, and server and files go with it.
import { spawn } from 'node:child_process'
import { openSync, rmSync, writeFileSync } from 'node:fs'

/**
 * @typedef {object} Plan
 * @property {{ command: string, args: string[] }[]} prepare - run to completion before the server starts
 * @property {{ command: string, args: string[] }} serve
 * @property {string} log - file that receives all output
 * @property {string} ended - file that is made when the server has ended by itself, or never started
 * @property {string} directory - removed at the end
 * @property {number} [uid]
 * @property {number} [gid]
 */

/** @type {Plan} */
const plan = JSON.parse(process.argv[2] ?? '')
const log = openSync(plan.log, 'a')
let ending = false
/** @type {import('node:child_process').ChildProcess | undefined} */
let running

/** @param {{ command: string, args: string[] }} step */
function run(step) {
  return new Promise((resolve) => {
    const { uid, gid } = plan
    const child = spawn(step.command, step.args, {
      cwd: plan.directory,
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', log, log],
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    })
    running = child
    child.once('error', () => resolve(1))
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

/** @type {(value?: unknown) => void} */
let finish = () => {}
const finished = new Promise((resolve) => {
  finish = resolve
})

function end() {
  if (ending) return
  ending = true
  finish()
  // To the postmaster, SIGINT is the fast shutdown and SIGQUIT the immediate one.
  running?.kill('SIGINT')
  setTimeout(() => running?.kill('SIGQUIT'), 10_000).unref()
}

process.stdin.on('end', end).on('error', end).on('close', end).resume()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end)

let code = 0
for (const step of [...plan.prepare, plan.serve]) {
  if (code === 0 && !ending) code = await run(step)
}
if (!ending) writeFileSync(plan.ended, '')
// Whoever started us reads the log of a failed start, so the files stay until the pipe closes.
await finished
rmSync(plan.directory, { recursive: true, force: true, maxRetries: 5 })
process.exit(code)
