import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Cluster } from './cluster.js'
import type { Account } from './runnable-binaries.js'

const script = fileURLToPath(new URL('./supervisor.mjs', import.meta.url))

/** Somebody else listens on the port. */
export class PortTakenError extends Error {
  override name = 'PortTakenError'
}

function settings(kept: boolean, port: number): string[] {
  const values: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    ...(kept ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

async function untilReady(files: { log: string; ended: string }, supervisor: ChildProcess): Promise<void> {
  for (;;) {
    await delay(10)
    const ended = existsSync(files.ended) || supervisor.exitCode !== null || supervisor.signalCode !== null
    const log = existsSync(files.log) ? await readFile(files.log, 'utf8') : ''
    if (ended) {
      const message = `PostgreSQL did not start:\n${log.slice(-2000)}`
      throw log.includes('Address already in use') ? new PortTakenError(message) : new Error(message)
    }
    // A standby takes read-only ones.
    if (/database system is ready to accept (?:read-only )?connections/.test(log)) return
  }
}

/**
 * Starts a server under a supervisor, which ends it as soon as this process is gone, and returns when the
 * server takes connections.
 *
 * @throws {PortTakenError} when the port is taken
 * @throws {Error} with the end of the log when the server does not start
 */
export async function runServer(
  cluster: Cluster,
  { native, account, port }: { native: string; account: Account; port: number },
): Promise<() => Promise<void>> {
  const files = { log: join(cluster.directory, 'log'), ended: join(cluster.directory, 'ended') }
  const plan = {
    prepare: cluster.prepare,
    serve: {
      command: join(native, 'bin', 'postgres'),
      args: ['-D', cluster.data, ...settings(cluster.kept, port)],
    },
    ...files,
    directory: cluster.directory,
    ...account,
  }
  // A session of its own, so that Ctrl-C in a terminal reaches us and not the server behind our back.
  const child = spawn(process.execPath, [script, JSON.stringify(plan)], {
    cwd: '/',
    env: { PATH: process.env.PATH },
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  child.unref()
  // The pipe of a supervisor that is gone cannot be closed any more.
  child.stdin.on('error', () => undefined)
  const exited = once(child, 'exit')
  const stop = async () => {
    child.ref()
    child.stdin.end()
    await exited
    await rm(cluster.directory, { recursive: true, force: true })
  }
  try {
    await untilReady(files, child)
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}
