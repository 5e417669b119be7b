import { nodePostgres } from '@rowauth/driver/node-postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { as, type Fixture, leftovers, nothingLeft, startFixture } from '../../fixture.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture?.close())

const calls = 10_000
const users = Array.from({ length: 50 }, (_, n) => `user-${n}`)
const connections = 5

/** Numbers that look random and are the same in each run (a linear congruential generator). */
function* numbers(seed = 20_240_607) {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    yield state
  }
}

it(`${calls} calls by ${users.length} users, failing ones among them, over a pool of ${connections}: each sees its own rows only`, {
  timeout: 120_000,
}, async () => {
  await fixture.owner.query(
    'insert into todos (user_id, title) select u, u from unnest($1::text[]) u, generate_series(1, 3)',
    [users],
  )
  const pool = fixture.pool({ max: connections })
  // Fewer than there are statements below, so that they come and go.
  const driver = nodePostgres(pool, { prepare: { max: 6 } })
  const mine = 'select user_id, title, auth.user_id() as me from todos'
  const someOfMine = { text: `${mine} where title = any ($1)`, values: [users] }
  const named = { ...someOfMine, name: 'some-of-mine' }
  const failing = 'select 1 / (select count(*)::int - count(*)::int from todos)'
  const foreign = (user: string) => ({
    text: 'insert into todos (user_id, title) values ($1, $1)',
    values: [users[(users.indexOf(user) + 1) % users.length]],
  })
  let rowsSeen = 0
  const check = (user: string, { rows }: { rows: unknown[] }) => {
    expect(rows).toEqual(Array(3).fill({ user_id: user, title: user, me: user }))
    rowsSeen += rows.length
  }
  const kinds: ((user: string) => Promise<void>)[] = [
    async (user) => check(user, await driver.query(as(user), mine)),
    async (user) => check(user, await driver.query(as(user), someOfMine)),
    async (user) => check(user, await driver.query(as(user), named)),
    async (user) => {
      for (const result of await driver.batch(as(user), [mine, named, someOfMine])) check(user, result)
    },
    (user) =>
      driver.transaction(as(user), async (tx) => {
        check(user, await tx.query(mine))
        await tx.transaction((inner) => inner.query(failing)).catch(() => undefined)
        check(user, await tx.query(named))
      }),
    (user) =>
      driver.transaction(as(user), async (tx) => {
        for (const result of await Promise.all([tx.query(someOfMine), tx.query(mine)])) check(user, result)
      }),
    (user) => expect(driver.query(as(user), failing)).rejects.toMatchObject({ code: '22012' }),
    (user) => expect(driver.query(as(user), 'select nothing')).rejects.toMatchObject({ code: '42703' }),
    (user) => expect(driver.batch(as(user), [mine, failing])).rejects.toMatchObject({ code: '22012' }),
    (user) => expect(driver.query(as(user), foreign(user))).rejects.toMatchObject({ code: '42501' }),
    async (user) => {
      const thrown = driver.transaction(as(user), async (tx) => {
        check(user, await tx.query(mine))
        await tx.query("update todos set title = 'rolled back'")
        throw new Error('mine')
      })
      await expect(thrown).rejects.toThrow('mine')
    },
  ]
  const random = numbers()
  const next = (below: number) => ((random.next().value as number) >> 8) % below
  let left = calls
  const caller = async () => {
    while (left > 0) {
      left -= 1
      await kinds[next(kinds.length)]?.(users[next(users.length)] as string)
    }
  }
  await Promise.all(Array.from({ length: 30 }, caller))
  expect(rowsSeen).toBeGreaterThan(calls)

  expect(pool.totalCount).toBe(connections)
  const clients = await Promise.all(Array.from({ length: connections }, () => pool.connect()))
  for (const client of clients) {
    expect(client.getTransactionStatus()).toBe('I')
    expect((await client.query(leftovers)).rows).toEqual([nothingLeft])
    client.release()
  }
  const { rows } = await fixture.owner.query(
    'select count(*)::int as rows, count(distinct user_id)::int as users from todos where title = user_id',
  )
  expect(rows).toEqual([{ rows: 3 * users.length, users: users.length }])
})
