import { execFile } from 'node:child_process'
import { chown, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type SQL, sql } from 'drizzle-orm'
import pg from 'pg'
import { databaseOf } from './statement-faults.js'
import type { Trial } from './trial.js'

const run = promisify(execFile)

/** Room that runs out. */
export interface SmallDisk extends AsyncDisposable {
  /** What a statement is told that finds no room. */
  readonly code: string
  /** A query of rows for which there is no room. */
  readonly tooMuch: SQL
  /** Leaves hardly any room. */
  fill(): Promise<void>
  /** Makes room. */
  empty(): Promise<void>
}

const rows = (count: number, width: number) =>
  sql.raw(
    `select (random() * 1e15)::bigint, auth.user_id(), repeat('x', ${width}) || i, 0 from generate_series(1, ${count}) i`,
  )

/** Sorting needs files beside the table when it exceeds the memory that it may use. */
const sorted = sql.raw(
  `select (random() * 1e15)::bigint, auth.user_id(), md5(i::text), 0 from generate_series(1, 200000) i order by md5(i::text) limit 1`,
)

/** Where nobody may mount anything, files of a statement are limited instead: the nearest that a server can be told. */
async function limitedFiles({ bench: { owner, login } }: Trial): Promise<SmallDisk> {
  await owner.query(
    `alter role ${login} set temp_file_limit = '64kB'; alter role ${login} set work_mem = '64kB'`,
  )
  return {
    code: '53400',
    tooMuch: sorted,
    fill: async () => {},
    empty: async () => {},
    async [Symbol.asyncDispose]() {
      await owner.query(`alter role ${login} reset all`)
    },
  }
}

async function mounted(folder: string): Promise<boolean> {
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder])
    return true
  } catch {
    return false
  }
}

/** A file system of 24 MB in memory, on which the table of the bench is kept. */
export async function startSmallDisk(trial: Trial): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'rowauth-disk-'))
  if (!(await mounted(folder))) {
    await rm(folder, { recursive: true })
    return limitedFiles(trial)
  }
  const { uid, gid } = await stat(trial.server.dataDirectory)
  await chown(folder, uid, gid)
  const owner = new pg.Client(databaseOf(trial))
  await owner.connect()
  const name = `small_${trial.bench.verification}`
  await owner.query(`create tablespace ${name} location '${folder}'`)
  await owner.query(`alter table entries set tablespace ${name}`)
  return {
    code: '53100',
    tooMuch: rows(20_000, 500),
    async fill() {
      await owner.query(`create table filling (x text storage plain) tablespace ${name}`)
      for (const width of [7000, 7000, 700]) {
        for (let full = false; !full; ) {
          full = await owner
            .query(`insert into filling select repeat('x', ${width}) from generate_series(1, 100)`)
            .then(
              () => false,
              () => true,
            )
        }
      }
    },
    async empty() {
      await owner.query('drop table filling')
      await owner.query('vacuum entries')
    },
    async [Symbol.asyncDispose]() {
      await owner.query('drop table if exists filling; alter table entries set tablespace pg_default')
      await owner.query('checkpoint')
      await owner.query(`drop tablespace ${name}`)
      await owner.end()
      // Sessions still hold its files open.
      await run('umount', ['--lazy', folder])
      await rm(folder, { recursive: true, force: true })
    },
  }
}
