import type { AuthSession } from '@rowauth/core'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, codeOf, type Driver, open, startBench } from './support/bench.js'

/* Two users in one transaction of the application's, which each of their calls joins. */

let bench: Bench
let pool: pg.Pool
let client: pg.PoolClient
let joined: Driver
let alice: AuthSession
let mallory: AuthSession
beforeAll(async () => {
  bench = await startBench()
  alice = await bench.session('alice')
  mallory = await bench.session('mallory')
})
afterAll(() => bench?.close())
beforeEach(async () => {
  pool = bench.pool({ max: 1 })
  client = await pool.connect()
  joined = bench.driver(pool).within?.(client) as Driver
  await client.query('begin')
  return () => client.release(true)
})

const whoami = 'select current_user as role, auth.user_id() as id'
const titles = 'select title from public.todos order by title'
/** Her call, which gives its seal away. */
const sealOf = async (session: AuthSession) => {
  const { rows } = await joined.query(session, "select current_setting('rowauth.session') as seal")
  return (rows as { seal: string }[])[0]?.seal ?? ''
}
const asAlice = [{ role: 'authenticated', id: 'alice' }]
const asMallory = [{ role: 'authenticated', id: 'mallory' }]
const application = async () =>
  (
    await client.query(
      `select current_user = session_user as login,
         coalesce(pg_catalog.current_setting('rowauth.session', true), '') as seal`,
    )
  ).rows[0]
const nobody = { login: true, seal: '' }

it('each is who they are, and the application is nobody', async () => {
  for (let time = 0; time < 3; time += 1) {
    expect((await joined.query(alice, whoami)).rows).toEqual(asAlice)
    expect(await application()).toEqual(nobody)
    expect((await joined.query(mallory, titles)).rows).toEqual([{ title: 'm1' }])
    expect(await application()).toEqual(nobody)
    const calls = [joined.query(alice, whoami), joined.batch(mallory, [whoami]), joined.query(alice, titles)]
    expect((await Promise.all(calls)).flat().map(({ rows }) => rows)).toEqual([
      asAlice,
      asMallory,
      [{ title: 'a1' }, { title: 'a2' }],
    ])
  }
})

it('mallory finds no seal of hers in the transaction: not in a setting, not behind a savepoint', async () => {
  await client.query('savepoint app')
  const hers = await sealOf(alice)
  await joined.transaction(alice, (tx) => tx.transaction((inner) => inner.query(whoami)))
  const everywhere = `select name from pg_settings where setting like '%' || 'alice' || '%'
    union all select query from pg_stat_activity where pid = pg_backend_pid() and query like '%"sub":"ali' || 'ce%'`
  expect((await joined.query(mallory, everywhere)).rows).toEqual([])
  await joined
    .transaction(mallory, async (tx) => {
      await tx.query(whoami)
      await tx.query('rollback to savepoint app')
      expect((await tx.query(whoami)).rows).toEqual(asMallory)
      expect((await tx.query(titles)).rows).toEqual([{ title: 'm1' }])
    })
    .catch((error) => expect(error).toMatchObject({ code: '3B001' }))
  await client.query('rollback to savepoint app')
  expect(await application()).toEqual(nobody)
  expect(hers).toContain('alice')
})

it('a seal of hers that was given away in it counts in it, and nowhere else: a transaction is one trust', async () => {
  const hers = await sealOf(alice)
  const put = { text: "select set_config('rowauth.session', $1, true)", values: [hers] }
  const [, me] = await joined.batch(mallory, [put, whoami])
  expect(me?.rows).toEqual(asAlice)
  expect((await joined.query(mallory, whoami)).rows).toEqual(asMallory)
  await client.query('commit')
  await client.query('begin')
  expect(await codeOf(joined.batch(mallory, [put, whoami]))).toBe('28000')
})

it('the application has a session of one subject open: a call for another is refused', async () => {
  await client.query('set local role authenticated')
  await open(client, await bench.token('alice'))
  expect((await joined.query(alice, whoami)).rows).toEqual(asAlice)
  await client.query('savepoint app')
  await expect(joined.query(mallory, whoami)).rejects.toMatchObject({
    code: '28000',
    detail: 'session_refused',
  })
  await client.query('rollback to savepoint app')
  expect((await client.query(whoami)).rows).toEqual(asAlice)
})

it('the application has a session for its connection: a call for another neither gets nor keeps it', async () => {
  await client.query('rollback')
  await client.query('select auth.jwt_session_init($1)', [await bench.token('alice')])
  const before = await application()
  await client.query('begin')
  for (const text of [
    'reset rowauth.session',
    'set local rowauth.session to default',
    "select set_config('rowauth.session', null, true)",
  ]) {
    await client.query('savepoint app')
    await joined.query(mallory, { text: 'select public.run($1)', values: [text] })
    const seen = await joined.transaction(mallory, async (tx) => {
      await tx.query({ text: 'select public.run($1)', values: [text] })
      return (await tx.query('select auth.user_id() as id')).rows
    })
    expect([[{ id: 'mallory' }], [{ id: null }]]).toContainEqual(seen)
    expect(await application()).toEqual(before)
    await client.query('rollback to savepoint app')
  }
})

describe('what mallory leaves in the transaction', () => {
  it.each([
    [
      'his session for the transaction',
      (token: string) => `select set_config('rowauth.session', '', true), auth.open_session('${token}')`,
    ],
    ['his session for the connection', (token: string) => `select auth.jwt_session_init('${token}')`],
    ['no session', () => "select set_config('rowauth.session', '', true)"],
    ['rubbish', () => "select set_config('rowauth.session', repeat('x', 200), false)"],
    ['another role', () => "select set_config('role', 'anonymous', true)"],
    ['a look-alike of settings', () => 'create temporary table pg_settings as select 1 as name'],
  ])('%s: alice is alice behind it', async (_, leave) => {
    await joined.query(mallory, {
      text: 'select public.run($1)',
      values: [leave(await bench.token('mallory'))],
    })
    expect(await application()).toEqual(nobody)
    expect((await joined.query(alice, whoami)).rows).toEqual(asAlice)
    expect((await joined.query(alice, titles)).rows).toEqual([{ title: 'a1' }, { title: 'a2' }])
    expect(await application()).toEqual(nobody)
    expect((await joined.query(mallory, whoami)).rows).toEqual(asMallory)
  })

  it('a cursor of his shows what is his, whoever is served between', async () => {
    await joined.query(mallory, {
      text: 'select public.run($1)',
      values: [`declare mine cursor for ${titles}`],
    })
    await joined.query(alice, whoami)
    expect((await joined.query(mallory, 'fetch all from mine')).rows).toEqual([{ title: 'm1' }])
  })
})
