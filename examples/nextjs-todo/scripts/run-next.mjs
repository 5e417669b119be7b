import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const example = fileURLToPath(new URL('..', import.meta.url))
const bin = createRequire(import.meta.url).resolve('next/dist/bin/next')

/** Makes sure that nobody listens on a port: a page of another server would look like an answer of this one. */
async function claimPort(/** @type {number} */ port) {
  const probe = createServer().listen(port, '127.0.0.1')
  await once(probe, 'listening').catch((error) => {
    throw new Error(`Port ${port} cannot be used; PORT chooses another one.`, { cause: error })
  })
  probe.close()
  await once(probe, 'close')
}

/**
 * Starts Next.js on loopback and returns when it answers. It stops when this process is asked to.
 *
 * @param {{ command: 'start' | 'dev', port: number, env: Record<string, string>, isQuiet?: boolean, folder?: string }} options
 *   a quiet one keeps what it prints, for `log`
 * @returns {Promise<{ url: string, exited: Promise<number>, log(): string, stop(): Promise<void> }>} `exited` with 0
 *   if it was asked to
 */
export async function runNext({ command, port, env, isQuiet = false, folder = example }) {
  await claimPort(port)
  const child = spawn(process.execPath, [bin, command, '-H', '127.0.0.1', '-p', String(port)], {
    cwd: folder,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
    stdio: ['ignore', isQuiet ? 'pipe' : 'inherit', isQuiet ? 'pipe' : 'inherit'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      printed += text
    })
  }
  let isAsked = false
  const end = () => {
    isAsked = true
    child.kill('SIGTERM')
  }
  const occasions = ['SIGINT', 'SIGTERM', 'exit']
  for (const occasion of occasions) process.once(occasion, end)
  const exited = once(child, 'close').then(([code]) => {
    for (const occasion of occasions) process.off(occasion, end)
    return isAsked ? 0 : (code ?? 1)
  })
  const stop = async () => {
    end()
    await exited
  }
  const url = `http://127.0.0.1:${port}`
  const deadline = Date.now() + 60_000
  for (;;) {
    const answer = await fetch(`${url}/icon.svg`).catch(() => undefined)
    if (child.exitCode !== null || child.signalCode !== null) {
      await exited
      throw new Error(`Next.js did not start. ${printed}`)
    }
    if (answer?.ok) return { url, exited, log: () => printed, stop }
    if (Date.now() > deadline) {
      await stop()
      throw new Error(`Next.js did not answer within a minute. ${printed}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Builds the application. */
export async function buildNext(folder = example) {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' }
  const child = spawn(process.execPath, [bin, 'build'], { cwd: folder, env, stdio: 'inherit' })
  const [code] = await once(child, 'exit')
  if (code === 0) return
  // Next.js leaves it behind, as if there were something to start.
  await rm(join(folder, '.next/BUILD_ID'), { force: true })
  throw new Error('The application does not build.')
}

/** Builds the application if its sources are newer than what was built. */
export async function buildIfStale() {
  const built = await stat(join(example, '.next/BUILD_ID')).catch(() => undefined)
  const files = await readdir(join(example, 'src'), { recursive: true })
  const sources = [
    ...files.map((file) => join('src', file)),
    'package.json',
    'next.config.ts',
    'postcss.config.mjs',
  ]
  const times = await Promise.all(sources.map(async (file) => (await stat(join(example, file))).mtimeMs))
  if (built === undefined || Math.max(...times) > built.mtimeMs) await buildNext()
}
