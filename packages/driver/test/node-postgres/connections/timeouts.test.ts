import { nodePostgres } from '@rowauth/driver/node-postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alice, bob, type Fixture, startFixture } from '../../fixture.js'

type Driver = ReturnType<typeof nodePostgres>

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture?.close())

const slow = 'select pg_sleep(1.5)'
const titles = 'select title from todos'
const calls: [string, (driver: Driver) => Promise<unknown>][] = [
  ['query', (driver) => driver.query(alice, slow)],
  ['batch', (driver) => driver.batch(alice, [titles, slow, titles])],
  ['the first statement of a transaction', (driver) => driver.transaction(alice, (tx) => tx.query(slow))],
  [
    'a later statement of a transaction',
    (driver) =>
      driver.transaction(alice, async (tx) => {
        await tx.query(titles)
        await tx.query(slow)
      }),
  ],
  [
    'a savepoint',
    (driver) =>
      driver.transaction(alice, async (tx) => {
        await tx.query("insert into todos (title) values ('timed out')")
        await tx.transaction((inner) => inner.query(slow)).catch(() => undefined)
        await tx.query(titles)
      }),
  ],
]

describe.each(calls)('query_timeout in %s', (_, run) => {
  it('rejects once, and the busy connection serves nobody else', async () => {
    const pool = fixture.pool({ max: 1, query_timeout: 300 })
    const driver = nodePostgres(pool)
    await expect(run(driver)).rejects.toThrow('Query read timeout')
    expect(pool.totalCount).toBe(0)
    expect((await driver.query(bob, titles)).rows).toEqual([{ title: 'b1' }])
  })

  it('closes a single client, which cannot be exchanged', async () => {
    const client = await fixture.client({ query_timeout: 300 })
    const driver = nodePostgres(client)
    await expect(run(driver)).rejects.toThrow('Query read timeout')
    await expect(driver.query(bob, titles)).rejects.toThrow(/closed|not queryable|terminated/)
    await expect(driver.transaction(bob, (tx) => tx.query(titles))).rejects.toThrow()
  })
})

it('a timeout before the message went out leaves the connection alone', async () => {
  const client = await fixture.client({ query_timeout: 400 })
  const driver = nodePostgres(client)
  const busy = client.query({ text: slow, query_timeout: 5_000 } as { text: string })
  await expect(driver.query(alice, titles)).rejects.toThrow('Query read timeout')
  await busy
  expect((await driver.query(bob, titles)).rows).toEqual([{ title: 'b1' }])
})

it('a call in time leaves no timer that fires later', async () => {
  const pool = fixture.pool({ max: 1, query_timeout: 300 })
  const driver = nodePostgres(pool)
  const held = driver.transaction(bob, async (tx) => {
    await tx.query(titles)
    await new Promise((resolve) => setTimeout(resolve, 400))
    return (await tx.query(titles)).rows
  })
  expect(await held).toEqual([{ title: 'b1' }])
})

it('row 31: a pool that has no connection left says so', async () => {
  const pool = fixture.pool({ max: 1, connectionTimeoutMillis: 500 })
  const driver = nodePostgres(pool)
  await driver.transaction(alice, async (tx) => {
    await tx.query(titles)
    await expect(driver.query(bob, titles)).rejects.toThrow(/timeout exceeded/)
    const waiting = driver.transaction(bob, (other) => other.query(titles))
    await expect(waiting).rejects.toThrow(/timeout exceeded/)
  })
  expect((await driver.query(bob, titles)).rows).toEqual([{ title: 'b1' }])
})
