import { trustClaims } from '@rowauth/core'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { alice, as, bob, type Fixture, leftovers, nothingLeft, startFixture } from '../../fixture.js'

let fixture: Fixture
let pool: pg.Pool
let driver: ReturnType<typeof nodePostgres>
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture?.close())
beforeEach(() => {
  pool = fixture.pool({ max: 1 })
  driver = nodePostgres(pool)
  return () => pool.end()
})

const titles = 'select title from todos order by title'

describe('row 1: the next bare query on the same connection sees no claims and no role', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['query', () => driver.query(alice, titles)],
    ['query, unprepared', () => nodePostgres(pool, { prepare: false }).query(alice, titles)],
    ['batch', () => driver.batch(alice, [titles, titles])],
    ['transaction', () => driver.transaction(alice, (tx) => tx.query(titles))],
    ['savepoint', () => driver.transaction(alice, (tx) => tx.transaction((inner) => inner.query(titles)))],
    ['error', () => driver.query(alice, 'select 1/0')],
    ['error in a batch', () => driver.batch(alice, [titles, 'select 1/0'])],
    ['error in a transaction', () => driver.transaction(alice, (tx) => tx.query('select 1/0'))],
    ['error at commit', () => driver.query(alice, 'insert into accounts values (1, 999)')],
    ['set local', () => driver.query(alice, "set local request.jwt.claims = '{}'")],
    ['block', () => driver.query(alice, 'do $$ begin perform 1; end $$')],
  ])('after %s', async (_, run) => {
    await run().catch(() => undefined)
    expect((await pool.query(leftovers)).rows).toEqual([nothingLeft])
    await expect(pool.query(titles)).rejects.toMatchObject({ code: '42501' })
  })
})

describe('row 6: SQL that takes the role back', () => {
  it('gets the login role, which has no rights', async () => {
    const back = "select set_config('role', 'none', true)"
    await expect(driver.batch(alice, [back, titles])).rejects.toMatchObject({ code: '42501' })
    const later = driver.transaction(alice, async (tx) => {
      await tx.query(back)
      await tx.query(titles)
    })
    await expect(later).rejects.toMatchObject({ code: '42501' })
    const inOne = "with back as (select set_config('role', 'none', true)) select title from todos, back"
    const { rows } = await driver.query(alice, inOne)
    expect(rows.map((row) => (row as { title: string }).title).sort()).toEqual(['a1', 'a2'])
  })

  it('may not take a role that was not granted', async () => {
    const [{ owner } = { owner: '' }] = (await fixture.owner.query('select current_user as owner')).rows
    const escalate = { text: "select set_config('role', $1, true)", values: [owner] }
    await expect(driver.query(alice, escalate)).rejects.toMatchObject({ code: '42501' })
    await expect(driver.batch(alice, [escalate, titles])).rejects.toMatchObject({ code: '42501' })
  })
})

it('row 31: slow work before the first statement of a transaction holds no connection', async () => {
  const waiting = driver.transaction(alice, async (tx) => {
    for (const user of ['bob', 'carol']) {
      expect((await driver.query(as(user), 'select auth.user_id() as id')).rows).toEqual([{ id: user }])
    }
    expect([pool.idleCount, pool.waitingCount]).toEqual([1, 0])
    return (await tx.query(titles)).rows
  })
  expect(await waiting).toEqual([{ title: 'a1' }, { title: 'a2' }])
  expect(pool.idleCount).toBe(1)
})

it('row 31: a single statement gives its connection back before its caller goes on', async () => {
  await driver.query(alice, titles)
  expect([pool.idleCount, pool.totalCount]).toEqual([1, 1])
  await driver.batch(alice, [titles])
  expect([pool.idleCount, pool.totalCount]).toEqual([1, 1])
})

it('a session is read when a call is made, and nothing of it is kept', async () => {
  const claims = { sub: 'alice' }
  const session = trustClaims(claims)
  claims.sub = 'bob'
  const statement = { text: 'select auth.user_id() as id, $1::text as word', values: ['mine'] }
  const held = await pool.connect()
  const waiting = driver.query(session, statement)
  statement.text = titles
  statement.values[0] = 'changed'
  held.release()
  expect((await waiting).rows).toEqual([{ id: 'alice', word: 'mine' }])
})

it('two drivers over one pool keep their users apart', async () => {
  const other = nodePostgres(pool, { prepare: false })
  const whoami = 'select auth.user_id() as id'
  const seen = await Promise.all(
    Array.from({ length: 20 }, (_, n) => (n % 2 ? driver.query(alice, whoami) : other.query(bob, whoami))),
  )
  expect(seen.map(({ rows }) => rows[0])).toEqual(seen.map((_, n) => ({ id: n % 2 ? 'alice' : 'bob' })))
})
