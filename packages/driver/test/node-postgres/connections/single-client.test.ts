import type { Socket } from 'node:net'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { alice, as, bob, type Fixture, leftovers, nothingLeft, startFixture } from '../../fixture.js'

let fixture: Fixture
let client: pg.Client
let driver: ReturnType<typeof nodePostgres>
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture?.close())
beforeEach(async () => {
  client = await fixture.client()
  driver = nodePostgres(client)
  return async () => {
    expect((await client.query(leftovers)).rows).toEqual([nothingLeft])
    await client.end()
  }
})

const whoami = 'select auth.user_id() as id'
const titles = 'select title from todos order by title'
const pause = (milliseconds = 20) => new Promise((resolve) => setTimeout(resolve, milliseconds))

it('row 18: 40 users at once on one client see their own rows only', async () => {
  const users = Array.from({ length: 40 }, (_, n) => `single-${n}`)
  // A second driver over the same client queues with the first.
  const drivers = [driver, nodePostgres(client)]
  const calls = users.map(async (user, n) => {
    const { query, batch, transaction } = drivers[n % 2] as typeof driver
    const insert = { text: 'insert into todos (title) values ($1)', values: [user] }
    if (n % 4 === 0) await query(as(user), insert)
    else if (n % 4 === 1) await batch(as(user), [insert, 'select 1'])
    else {
      await transaction(as(user), async (tx) => {
        await tx.query(insert)
        if (n % 8 === 2) await pause(5)
        if (n % 4 === 3) await tx.transaction((inner) => inner.query('select 1/0')).catch(() => undefined)
        expect((await tx.query(whoami)).rows).toEqual([{ id: user }])
      })
    }
    await query(as(user), 'select 1/0').catch(() => undefined)
    const [rows, me] = await batch(as(user), [titles, whoami])
    return [rows?.rows, me?.rows]
  })
  expect(await Promise.all(calls)).toEqual(users.map((user) => [[{ title: user }], [{ id: user }]]))
})

it('whoever listened to the socket before can still stop listening', async () => {
  const { stream } = client.connection as unknown as { stream: Socket }
  let bytes = 0
  const count = ({ length }: Buffer) => {
    bytes += length
  }
  stream.on('data', count)
  await driver.query(alice, whoami)
  expect(bytes).toBeGreaterThan(0)
  stream.off('data', count)
  bytes = 0
  await driver.query(alice, whoami)
  expect(bytes).toBe(0)
})

describe('row 18: the outer handle within a transaction', () => {
  const refused = { code: 'unsupported', message: expect.stringMatching(/own "tx"/) }

  it('is refused instead of waiting for ever', async () => {
    const value = await driver.transaction(alice, async (tx) => {
      await tx.query(whoami)
      await expect(driver.query(bob, whoami)).rejects.toMatchObject(refused)
      await expect(driver.batch(bob, [whoami])).rejects.toMatchObject(refused)
      await expect(driver.transaction(bob, (other) => other.query(whoami))).rejects.toMatchObject(refused)
      await expect(nodePostgres(client).query(bob, whoami)).rejects.toMatchObject(refused)
      await tx.transaction(async () => {
        await expect(driver.query(bob, whoami)).rejects.toMatchObject(refused)
      })
      return (await tx.query(whoami)).rows
    })
    expect(value).toEqual([{ id: 'alice' }])
  })

  it.each(['own first', 'outer first'])('beside the first statement, %s', async (order) => {
    const settled = await driver.transaction(alice, (tx) => {
      const own = () => tx.query(whoami)
      const outer = () => driver.query(bob, whoami)
      const calls = order === 'own first' ? [own, outer] : [outer, own]
      return Promise.allSettled(calls.map((call) => call()))
    })
    const seen = settled.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.rows : 'refused'))
    // Whoever asks for the client first gets it.
    if (order === 'own first') expect(seen).toEqual([[{ id: 'alice' }], 'refused'])
    else expect(seen).toEqual([[{ id: 'bob' }], [{ id: 'alice' }]])
  })

  it('works before the first statement, when nothing is held yet', async () => {
    await driver.transaction(alice, async (tx) => {
      expect((await driver.query(bob, whoami)).rows).toEqual([{ id: 'bob' }])
      await driver.transaction(bob, async (other) => {
        expect((await other.query(whoami)).rows).toEqual([{ id: 'bob' }])
      })
      expect((await tx.query(whoami)).rows).toEqual([{ id: 'alice' }])
    })
  })

  it('works again when the callback has settled', async () => {
    let later: Promise<unknown> | undefined
    await driver.transaction(alice, async (tx) => {
      await tx.query(whoami)
      later = pause().then(() => driver.query(bob, whoami))
    })
    expect(await later).toMatchObject({ rows: [{ id: 'bob' }] })
  })

  it('is refused from a timer while the callback runs, and does not disturb it', async () => {
    let early: Promise<unknown> | undefined
    await driver.transaction(alice, async (tx) => {
      await tx.query(whoami)
      early = pause(5).then(() => driver.query(bob, whoami))
      early.catch(() => undefined)
      await pause(30)
      expect((await tx.query(whoami)).rows).toEqual([{ id: 'alice' }])
    })
    await expect(early).rejects.toMatchObject(refused)
  })

  it("of another client is nobody else's business", async () => {
    const other = nodePostgres(await fixture.client())
    await driver.transaction(alice, async (tx) => {
      await tx.query(whoami)
      expect((await other.query(bob, whoami)).rows).toEqual([{ id: 'bob' }])
    })
  })
})

it('calls from outside wait for the transaction to end', async () => {
  const order: string[] = []
  const transaction = driver.transaction(alice, async (tx) => {
    await tx.query(whoami)
    await pause(30)
    await tx.query(whoami)
    order.push('transaction')
  })
  const waiting = driver.query(bob, whoami).then(({ rows }) => {
    order.push('query')
    return rows
  })
  await Promise.all([transaction, waiting])
  expect([order, await waiting]).toEqual([['transaction', 'query'], [{ id: 'bob' }]])
})

it('a failing transaction lets the next call through', async () => {
  const failing = driver.transaction(alice, async (tx) => {
    await tx.query('select 1/0')
  })
  const next = driver.query(bob, whoami)
  await expect(failing).rejects.toMatchObject({ code: '22012' })
  expect((await next).rows).toEqual([{ id: 'bob' }])
})

it('leaves no listeners behind', async () => {
  const count = () => client.listenerCount('error')
  const before = count()
  for (let n = 0; n < 30; n += 1) await driver.query(alice, whoami)
  await driver.transaction(alice, (tx) => tx.query('select 1/0')).catch(() => undefined)
  expect(count()).toBe(before)
})

it('a client that is not connected yet is served as soon as it is', async () => {
  const late = new pg.Client(fixture.url)
  const waiting = nodePostgres(late).query(alice, whoami)
  await late.connect()
  expect((await waiting).rows).toEqual([{ id: 'alice' }])
  await late.end()
  await expect(nodePostgres(late).query(alice, whoami)).rejects.toThrow(/closed|not queryable/)
})
