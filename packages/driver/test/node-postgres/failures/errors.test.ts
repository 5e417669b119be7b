import { AuthError } from '@rowauth/core'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { alice, bob, type Fixture, leftovers, nothingLeft, startFixture, until } from '../../fixture.js'

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

const bobsTitles = async () => (await driver.query(bob, 'select title from todos')).rows
const backend = async () => (await pool.query('select pg_backend_pid() as pid')).rows[0].pid
/** Every way to run a statement, in order of complexity. */
const ways: [string, (text: string) => Promise<unknown>][] = [
  ['query', (text) => driver.query(alice, text)],
  ['batch', (text) => driver.batch(alice, ['select 1', text, 'select 1'])],
  ['transaction', (text) => driver.transaction(alice, (tx) => tx.query(text))],
  [
    'later in a transaction',
    (text) =>
      driver.transaction(alice, async (tx) => {
        await tx.query('select 1')
        await tx.query(text)
      }),
  ],
  ['savepoint', (text) => driver.transaction(alice, (tx) => tx.transaction((inner) => inner.query(text)))],
]

describe.each(ways)('%s', (_, run) => {
  it.each([
    ['division by zero', 'select 1/0', '22012'],
    ['syntax error', 'selec 1', '42601'],
    ['no such table', 'select * from nowhere', '42P01'],
    ['check constraint', "insert into todos (title) values ('forbidden')", '23514'],
    ['two statements', 'select 1; select 2', '42601'],
    ['a parameter that is missing', 'select $1::int', '08P01'],
    ['an exception', "do $$ begin raise exception 'mine' using errcode = 'RA001'; end $$", 'RA001'],
  ])('rows 2 and 3: %s surfaces as itself, and the next user is served', async (_, text, code) => {
    const before = await backend()
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const error = await run(text).catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(pg.DatabaseError)
      expect(error).toMatchObject({ code })
      // The stack leads here, not into pg's parser.
      expect((error as Error).stack).toContain('errors.test')
      expect(await bobsTitles()).toEqual([{ title: 'b1' }])
    }
    expect((await pool.query(leftovers)).rows).toEqual([nothingLeft])
    expect(await backend()).toBe(before)
  })

  it('row 2: a statement that is cancelled', async () => {
    const pid = await backend()
    const cancelled = run('select pg_sleep(60)')
    const cancel = async () => {
      const sleeping = "select from pg_stat_activity where pid = $1 and wait_event = 'PgSleep'"
      await until(fixture.owner, sleeping, [pid])
      await fixture.owner.query('select pg_cancel_backend($1)', [pid])
    }
    await Promise.all([expect(cancelled).rejects.toMatchObject({ code: '57014' }), cancel()])
    expect(await bobsTitles()).toEqual([{ title: 'b1' }])
    expect(await backend()).toBe(pid)
  })

  it('row 2: statement_timeout', async () => {
    await pool.query("set statement_timeout = '50ms'")
    await expect(run('select pg_sleep(60)')).rejects.toMatchObject({ code: '57014' })
    expect(await bobsTitles()).toEqual([{ title: 'b1' }])
    expect((await pool.query(leftovers)).rows).toEqual([nothingLeft])
  })
})

describe('row 4: a connection that somebody left inside a transaction', () => {
  const everyCall = (given: typeof driver) => [
    given.query(alice, 'select 1'),
    given.batch(alice, ['select 1']),
    given.transaction(alice, (tx) => tx.query('select 1')),
  ]

  it.each([
    ['open', 'begin'],
    ['failed', 'begin; select 1/0'],
  ])('is refused and destroyed (%s)', async (_, text) => {
    for (let call = 0; call < 3; call += 1) {
      const client = await pool.connect()
      const pid = await client.query('select pg_backend_pid() as pid')
      await client.query(text).catch(() => undefined)
      client.release()
      const run = [
        () => driver.query(alice, 'select 1'),
        () => driver.batch(alice, ['select 1']),
        () => driver.transaction(alice, (tx) => tx.query('select 1')),
      ][call]
      await expect(run?.()).rejects.toMatchObject({ code: 'unsupported', message: /did not open/ })
      expect(pool.totalCount).toBe(0)
      expect(await bobsTitles()).toEqual([{ title: 'b1' }])
      expect(await backend()).not.toBe(pid.rows[0].pid)
    }
  })

  it('is refused and left as it is where it is the only one', async () => {
    const client = await fixture.client()
    const single = nodePostgres(client)
    await client.query('begin')
    await client.query('create temp table mine on commit drop as select 1 as n')
    for (const call of everyCall(single)) await expect(call).rejects.toThrow(AuthError)
    expect((await client.query('select n from mine')).rows).toEqual([{ n: 1 }])
    await client.query('select 1/0').catch(() => undefined)
    for (const call of everyCall(single)) await expect(call).rejects.toThrow(AuthError)
    expect(client.getTransactionStatus()).toBe('E')
    await client.query('rollback')
    expect((await single.query(bob, 'select title from todos')).rows).toEqual([{ title: 'b1' }])
  })
})

it('shows notices and notifications to those who listen', async () => {
  const client = await fixture.client()
  const heard: unknown[] = []
  client.on('notice', ({ message }) => heard.push(message))
  client.on('notification', ({ payload }) => heard.push(payload))
  const single = nodePostgres(client)
  await single.query(alice, 'listen channel')
  await single.query(alice, "do $$ begin raise notice 'careful'; end $$")
  await single.query(alice, { text: "select pg_notify('channel', $1)", values: ['news'] })
  await client.query('select 1')
  expect(heard).toEqual(['careful', 'news'])
})
