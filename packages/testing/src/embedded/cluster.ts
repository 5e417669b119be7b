import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, mkdtemp, readFile, realpath, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { closedFolder } from './closed-folder.js'
import type { Account } from './runnable-binaries.js'

/** The files of one server. */
export interface Cluster {
  /** Temporary: log and password file, and the data where it is not kept. */
  readonly directory: string
  readonly data: string
  readonly kept: boolean
  readonly password: string
  /** Commands to run before the server starts. */
  readonly prepare: { command: string; args: string[] }[]
}

interface ClusterInit {
  readonly native: string
  readonly account: Account
  readonly version: number
  readonly dataDirectory: string | undefined
}

async function give(path: string, { uid, gid }: Account): Promise<void> {
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid)
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

async function makeDataFolder(folder: string, account: Account): Promise<void> {
  // Folders above it are made as usual: the account of the server has to pass through them.
  await mkdir(dirname(folder), { recursive: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await give(folder, account)
  const closed = await closedFolder(await realpath(folder), account)
  if (closed === undefined) return
  throw new Error(
    `PostgreSQL refuses to run as root, and the account nobody, which it runs as instead, may not enter ${closed}. ` +
      `Let it through (chmod o+x), or keep the data elsewhere.`,
  )
}

/** Lays out the directories of a server and says how its data is to be created, if it is not there yet. */
export async function openCluster(init: ClusterInit): Promise<Cluster> {
  const kept = init.dataDirectory === undefined ? undefined : resolve(init.dataDirectory)
  const existing = kept && (await readIfThere(join(kept, 'data', 'PG_VERSION')))
  if (existing !== undefined && existing !== String(init.version)) {
    throw new Error(`${kept} was made by PostgreSQL ${existing}; it cannot be opened with ${init.version}.`)
  }
  if (kept !== undefined) await makeDataFolder(kept, init.account)
  const directory = await mkdtemp(join(await realpath(tmpdir()), 'rowauth-pg-'))
  await give(directory, init.account)
  const home = kept ?? directory
  const data = join(home, 'data')
  const passwordFile = join(home, 'password')
  const password = (await readIfThere(passwordFile)) ?? randomBytes(18).toString('hex')
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  await chmod(passwordFile, 0o600)
  await give(passwordFile, init.account)
  const initdb = {
    command: join(init.native, 'bin', 'initdb'),
    args: [
      `--pgdata=${data}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      ...(kept === undefined ? ['--no-sync'] : []),
    ],
  }
  return {
    directory,
    data,
    kept: kept !== undefined,
    password,
    prepare: existing === undefined ? [initdb] : [],
  }
}
