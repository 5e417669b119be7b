import { appendFile, chown, cp, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { startEmbeddedPostgres } from '@rowauth/testing'
import pg from 'pg'
import type { Server } from './server.js'

/** A server that follows another one, and can only be read from. */
export interface Standby extends AsyncDisposable {
  /** A connection string of the other server's, on this one. */
  urlOf(url: string): string
  /** Waits until it has everything that the other server has. */
  caughtUp(): Promise<void>
  stop(): Promise<void>
}

/** Of another run, and of the process that runs: a copy starts without. */
const apart = /^(postmaster\.(pid|opts)|pg_wal\/.+|pg_replslot\/.+)$/

/** Copies a server that runs (PostgreSQL manual, 26.3.3), and starts the copy as its standby. */
export async function startStandby(server: Server): Promise<Standby> {
  const home = await mkdtemp(join(tmpdir(), 'rowauth-standby-'))
  const data = join(home, 'data')
  const primary = new URL(server.connectionString)
  const admin = new pg.Client(server.connectionString)
  await admin.connect()
  try {
    await admin.query("alter system set wal_keep_size = '256MB'")
    await admin.query('select pg_reload_conf()')
    await admin.query("select pg_backup_start('standby', true)")
    await cp(server.dataDirectory, data, {
      recursive: true,
      preserveTimestamps: true,
      filter: (source) => !apart.test(relative(server.dataDirectory, source)),
    })
    const { rows } = await admin.query('select labelfile from pg_backup_stop()')
    await writeFile(join(data, 'backup_label'), rows[0].labelfile)
  } finally {
    await admin.end()
  }
  await writeFile(join(data, 'standby.signal'), '')
  const { hostname, port, username, password } = primary
  await appendFile(
    join(data, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=${hostname} port=${port} user=${username} password=${decodeURIComponent(password)}'\n`,
  )
  await writeFile(join(home, 'password'), `${decodeURIComponent(password)}\n`)
  await giveLike(server.dataDirectory, home)
  const running = await startEmbeddedPostgres({ dataDirectory: home })
  const own = new URL(running.connectionString)
  return {
    urlOf(url) {
      const address = new URL(url)
      address.port = own.port
      return address.href
    },
    async caughtUp() {
      const [ahead, behind] = [new pg.Client(server.connectionString), new pg.Client(own.href)]
      await ahead.connect()
      await behind.connect()
      try {
        const { rows } = await ahead.query('select pg_current_wal_lsn() as lsn')
        for (let there = false; !there; ) {
          const answer = await behind.query('select pg_last_wal_replay_lsn() >= $1::pg_lsn as there', [
            rows[0].lsn,
          ])
          there = answer.rows[0].there
        }
      } finally {
        await ahead.end()
        await behind.end()
      }
    },
    stop: () => running.stop(),
    async [Symbol.asyncDispose]() {
      await running.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** PostgreSQL does not run as root: files belong to the account that it runs as. */
async function giveLike(model: string, folder: string): Promise<void> {
  const { uid, gid } = await stat(model)
  await chown(folder, uid, gid)
  for (const entry of await readdir(folder, { recursive: true })) await chown(join(folder, entry), uid, gid)
}
