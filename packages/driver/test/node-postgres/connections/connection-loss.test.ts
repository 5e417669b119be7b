import { nodePostgres } from '@rowauth/driver/node-postgres'
import type { PostgresProxy } from '@rowauth/testing'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { alice, bob, type Fixture, startFixture, until } from '../../fixture.js'

type Driver = ReturnType<typeof nodePostgres>

let fixture: Fixture
let proxy: PostgresProxy
let pool: pg.Pool
let driver: Driver
const stray: unknown[] = []
const note = (reason: unknown) => stray.push(reason)
beforeAll(async () => {
  fixture = await startFixture()
  proxy = await fixture.proxy()
  process.on('unhandledRejection', note)
  process.on('uncaughtExceptionMonitor', note)
})
afterAll(async () => {
  process.off('unhandledRejection', note)
  process.off('uncaughtExceptionMonitor', note)
  await fixture?.close()
})
beforeEach(async () => {
  pool = fixture.pool({ connectionString: proxy.connectionString, max: 1 })
  driver = nodePostgres(pool)
  await driver.query(alice, titles)
})
afterEach(async () => {
  await new Promise((resolve) => setImmediate(resolve))
  expect(stray).toEqual([])
  await pool.end()
})

const titles = 'select title from todos order by title'
const insert = "insert into todos (title) values ('lost?')"
const backend = 'select pg_backend_pid() as pid'
const count = async () =>
  (await fixture.owner.query("select from todos where title = 'lost?'")).rowCount as number

/** How often a promise settles is not to be seen from outside; what the pool has left is. */
const recovers = async () => {
  expect((await driver.query(bob, titles)).rows).toEqual([{ title: 'b1' }])
  expect([pool.totalCount, pool.idleCount, pool.waitingCount]).toEqual([1, 1, 0])
}

const calls: [string, (given: Driver) => Promise<unknown>][] = [
  ['query', (given) => given.query(alice, insert)],
  ['batch', (given) => given.batch(alice, [titles, insert])],
  ['transaction', (given) => given.transaction(alice, (tx) => tx.query(insert))],
  ['savepoint', (given) => given.transaction(alice, (tx) => tx.transaction((inner) => inner.query(insert)))],
]

describe.each(calls)('row 29: %s', (name, run) => {
  it.each(['nextFrontend', 'nextBackend'] as const)('a socket that closes at %s', async (point) => {
    const before = await count()
    proxy.cutOn(point)
    await expect(run(driver)).rejects.toThrow(/terminated|ECONNRESET|EPIPE/)
    await recovers()
    const ran = point === 'nextBackend' && (name === 'query' || name === 'batch')
    expect((await count()) - before).toBe(ran ? 1 : 0)
  })

  it('a backend that is terminated in the middle of it', async () => {
    const { rows } = await pool.query(backend)
    const lock = await fixture.owner.connect()
    await lock.query('begin; lock table todos in exclusive mode')
    const rejected = expect(run(driver)).rejects.toMatchObject({ code: '57P01' })
    const waiting = "select from pg_stat_activity where pid = $1 and wait_event_type = 'Lock'"
    await until(fixture.owner, waiting, [rows[0].pid])
    await fixture.owner.query('select pg_terminate_backend($1)', [rows[0].pid])
    await rejected
    await lock.query('rollback')
    lock.release()
    await recovers()
  })

  it('a pool that cannot connect', async () => {
    const nowhere = new URL(proxy.connectionString)
    nowhere.pathname = '/nowhere'
    const failing = nodePostgres(fixture.pool({ connectionString: nowhere.href, max: 1 }))
    await expect(run(failing)).rejects.toMatchObject({ code: '3D000' })
    await expect(run(failing)).rejects.toMatchObject({ code: '3D000' })
  })
})

describe('row 29: in an open transaction', () => {
  it.each([
    ['cut', () => proxy.cut()],
    ['cut at the next statement', () => proxy.cutOn('nextFrontend')],
    ['cut at the next answer', () => proxy.cutOn('nextBackend')],
  ])('%s', async (_, lose) => {
    const before = await count()
    const failing = driver.transaction(alice, async (tx) => {
      await tx.query(insert)
      lose()
      await tx.query(titles)
    })
    await expect(failing).rejects.toThrow(/terminated|ECONNRESET|EPIPE|not queryable/)
    await recovers()
    expect(await count()).toBe(before)
  })

  it.each(['nextFrontend', 'nextBackend'] as const)('at its COMMIT (%s)', async (point) => {
    const before = await count()
    const failing = driver.transaction(alice, async (tx) => {
      await tx.query(insert)
      proxy.cutOn(point)
    })
    await expect(failing).rejects.toThrow(/terminated|ECONNRESET|EPIPE/)
    await recovers()
    // Whether it was committed nobody can know but the server.
    expect((await count()) - before).toBe(point === 'nextBackend' ? 1 : 0)
  })

  it('at its ROLLBACK: the error that led there is told', async () => {
    const mine = new Error('mine')
    const failing = driver.transaction(alice, async (tx) => {
      await tx.query(insert)
      proxy.cutOn('nextFrontend')
      throw mine
    })
    await expect(failing).rejects.toBe(mine)
    await recovers()
  })

  it('terminated between two statements, and swallowed by the callback', async () => {
    const failing = driver.transaction(alice, async (tx) => {
      const { rows } = await tx.query(backend)
      await fixture.owner.query('select pg_terminate_backend($1)', [(rows[0] as { pid: number }).pid])
      await tx.query(titles).catch(() => undefined)
      await tx.query(titles).catch(() => undefined)
      return 'fine'
    })
    await expect(failing).rejects.toThrow(/terminat|not queryable/)
    await recovers()
  })

  it('terminated within a savepoint, and swallowed there', async () => {
    const before = await count()
    const failing = driver.transaction(alice, async (tx) => {
      await tx.query(insert)
      await tx
        .transaction(async (inner) => {
          await inner.query(insert)
          proxy.cut()
          await inner.query(titles)
        })
        .catch(() => undefined)
      await tx.query(insert).catch(() => undefined)
      return 'fine'
    })
    await expect(failing).rejects.toThrow(/terminat|not queryable|ECONNRESET/)
    expect(await count()).toBe(before)
    await recovers()
  })
})

it('row 29: a connection that was lost while idle is not handed out again', async () => {
  const { rows } = await pool.query(backend)
  await fixture.owner.query('select pg_terminate_backend($1)', [rows[0].pid])
  while (pool.totalCount > 0) await new Promise((resolve) => setImmediate(resolve))
  await recovers()
})

it('row 29: every waiting call of a lost client rejects', async () => {
  const client = await fixture.client({ connectionString: proxy.connectionString })
  const single = nodePostgres(client)
  await single.query(alice, titles)
  proxy.cutOn('nextBackend')
  const outcomes = await Promise.allSettled([
    ...Array.from({ length: 5 }, () => single.query(alice, titles)),
    ...calls.map(([, run]) => run(single)),
  ])
  expect(outcomes.map(({ status }) => status)).toEqual(Array(9).fill('rejected'))
})
