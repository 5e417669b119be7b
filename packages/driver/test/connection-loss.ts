import type { AuthDriver } from '@rowauth/driver'
import type pg from 'pg'
import { expect } from 'vitest'
import { alice, bob, until } from './fixture.js'

type Driver = AuthDriver<{ rows: unknown[] }, string>

/** A pool of one connection, of either client. */
interface Pool extends Pick<pg.Pool, 'totalCount' | 'idleCount' | 'waitingCount'> {
  query(text: typeof backend): Promise<{ rows: { pid: number }[] }>
}

export const titles = 'select title from todos order by title'
export const insert = "insert into todos (title) values ('lost?')"
export const backend = 'select pg_backend_pid() as pid'

/** How often `insert` was committed. */
export const inserted = async (owner: pg.Pool) =>
  (await owner.query("select from todos where title = 'lost?'")).rowCount as number

/** Every form of a call, with an `insert` each. */
export const calls: [name: string, run: (driver: Driver) => Promise<unknown>][] = [
  ['query', (driver) => driver.query(alice, insert)],
  ['batch', (driver) => driver.batch(alice, [titles, insert])],
  ['transaction', (driver) => driver.transaction(alice, (tx) => tx.query(insert))],
  [
    'savepoint',
    (driver) => driver.transaction(alice, (tx) => tx.transaction((inner) => inner.query(insert))),
  ],
]

/** How often a promise settles is not to be seen from outside; what the pool has left is. */
export async function expectRecovery(pool: Pool, driver: Driver): Promise<void> {
  expect((await driver.query(bob, titles)).rows).toEqual([{ title: 'b1' }])
  expect([pool.totalCount, pool.idleCount, pool.waitingCount]).toEqual([1, 1, 0])
}

/** Runs a call with an `insert`, and terminates the backend of its pool while it waits there for a lock. */
export async function terminatedWhileWaiting<T>(
  owner: pg.Pool,
  pool: Pool,
  run: () => Promise<T>,
): Promise<T> {
  const pids = (await pool.query(backend)).rows.map(({ pid }) => pid)
  const lock = await owner.connect()
  await lock.query('begin; lock table todos in exclusive mode')
  const call = run()
  call.catch(() => undefined)
  await until(owner, "select from pg_stat_activity where pid = $1 and wait_event_type = 'Lock'", pids)
  await owner.query('select pg_terminate_backend($1)', pids)
  return await call.finally(async () => {
    await lock.query('rollback')
    lock.release()
  })
}
