import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '@rowauth/testing'
import pg from 'pg'

/** A server whose data outlives it. */
export interface Server {
  /** As its superuser. */
  readonly connectionString: string
  readonly dataDirectory: string
  /** Stops it, as an administrator would, and starts it again on the same port. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** The machine does not lose its power meanwhile: what is written need not have reached the disk, but the system. */
const settings = ['fsync = off', 'full_page_writes = off']

export async function startServer(): Promise<Server> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'rowauth-reliability-'))
  let running = await startEmbeddedPostgres({ dataDirectory })
  const { connectionString } = running
  const admin = new pg.Client(connectionString)
  await admin.connect()
  for (const setting of settings) await admin.query(`alter system set ${setting}`)
  await admin.query('select pg_reload_conf()')
  await admin.end()
  const port = Number(new URL(connectionString).port)
  return {
    connectionString,
    dataDirectory: join(dataDirectory, 'data'),
    async restart() {
      await running.stop()
      running = await startEmbeddedPostgres({ dataDirectory, port })
    },
    async close() {
      await running.stop()
      await rm(dataDirectory, { recursive: true, force: true })
    },
  }
}
