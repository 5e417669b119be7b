import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('..', import.meta.url))
const bin = createRequire(import.meta.url).resolve('next/dist/bin/next')

/**
 * Starts Next.js on loopback and returns when it answers.
 *
 * @param {{ command: 'start' | 'dev', port: number, env: Record<string, string>, isQuiet?: boolean }} options
 * @returns {Promise<{ url: string, exited: Promise<unknown>, stop(): Promise<void> }>}
 */
export async function runNext({ command, port, env, isQuiet = false }) {
  const child = spawn(process.execPath, [bin, command, '-H', '127.0.0.1', '-p', String(port)], {
    cwd: folder,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
    stdio: ['ignore', isQuiet ? 'ignore' : 'inherit', 'inherit'],
  })
  const exited = once(child, 'exit')
  const url = `http://127.0.0.1:${port}`
  const stop = async () => {
    child.kill('SIGTERM')
    await exited
  }
  for (;;) {
    const answer = await fetch(`${url}/icon.svg`).catch(() => undefined)
    if (answer?.ok) return { url, exited, stop }
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('Next.js did not start.')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Builds the application. */
export async function buildNext() {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' }
  const child = spawn(process.execPath, [bin, 'build'], { cwd: folder, env, stdio: 'inherit' })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error('The application does not build.')
}
