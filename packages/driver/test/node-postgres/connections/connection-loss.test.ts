import { nodePostgres } from '@rowauth/driver/node-postgres'
import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  backend,
  calls,
  expectRecovery,
  insert,
  inserted,
  terminatedWhileWaiting,
  titles,
} from '../../connection-loss.js'
import { failOnStrayErrors } from '../../fail-on-stray-errors.js'
import { fixture, proxy } from '../../file-fixture.js'
import { alice } from '../../fixture.js'

let pool: pg.Pool
let driver: ReturnType<typeof nodePostgres>
failOnStrayErrors()
beforeEach(async () => {
  pool = fixture.pool({ connectionString: proxy.connectionString, max: 1 })
  driver = nodePostgres(pool)
  await driver.query(alice, titles)
})
afterEach(() => pool.end())

const count = () => inserted(fixture.owner)
const recovers = () => expectRecovery(pool, driver)

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
    const call = terminatedWhileWaiting(fixture.owner, pool, () => run(driver))
    await expect(call).rejects.toMatchObject({ code: '57P01' })
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
