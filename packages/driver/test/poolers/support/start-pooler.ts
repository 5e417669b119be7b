import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Neither program runs as root, nor needs to. */
const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('There is no free port.')
  return address.port
}

async function answers(port: number): Promise<boolean> {
  const socket: Socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

/** How a pooler is run. */
export interface PoolerProgram {
  readonly command: string
  /** Its arguments, given the folder of its files. */
  args(folder: string): readonly string[]
  /** Its files, by name. */
  files(place: { folder: string; port: number }): Readonly<Record<string, string>>
}

export interface Pooler {
  /** The given connection string, through the pooler. */
  readonly connectionString: string
  close(): Promise<void>
}

/** Starts a pooler on a loopback port of its own, with its files in a folder of its own. */
export async function startPooler(connectionString: string, program: PoolerProgram): Promise<Pooler> {
  const folder = await mkdtemp(join(tmpdir(), 'rowauth-pooler-'))
  const port = await freePort()
  for (const [name, text] of Object.entries(program.files({ folder, port }))) {
    await writeFile(join(folder, name), text, { mode: 0o600 })
    if (nobody) await chown(join(folder, name), nobody.uid, nobody.gid)
  }
  await chmod(folder, 0o700)
  if (nobody) await chown(folder, nobody.uid, nobody.gid)
  const child = spawn(program.command, [...program.args(folder)], {
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
    ...nobody,
  })
  const said: string[] = []
  let ended: Error | undefined
  child.on('error', (error) => {
    ended = error
  })
  child.on('exit', () => {
    ended ??= new Error(`${program.command} ended:\n${said.join('')}`)
  })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(String(chunk)))
  const close = async () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit')
      // At once: for pgpool, SIGTERM waits for clients.
      child.kill('SIGINT')
      await exited
    }
    await rm(folder, { recursive: true, force: true })
  }
  while (!(await answers(port))) {
    if (ended !== undefined) {
      await rm(folder, { recursive: true, force: true })
      throw new Error(`${program.command} did not start. See "Poolers" in CONTRIBUTING.md.`, { cause: ended })
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const url = new URL(connectionString)
  url.hostname = '127.0.0.1'
  url.port = String(port)
  return { connectionString: url.href, close }
}
