import { nodePostgres } from '@rowauth/driver/node-postgres'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { alice, as, type Fixture } from '../../fixture.js'
import { attack, type Driver, mallory, startMallory } from './mallory.js'

let fixture: Fixture
let pool: pg.Pool
let client: pg.PoolClient
let joined: Driver
beforeAll(async () => {
  fixture = await startMallory()
})
afterAll(() => fixture?.close())
beforeEach(async () => {
  pool = fixture.pool({ max: 1 })
  client = await pool.connect()
  joined = nodePostgres(pool).within?.(client) as Driver
  await client.query('begin')
  return async () => {
    client.release(true)
    await pool.end()
  }
})

const application = async () =>
  (
    await client.query(
      `select current_user = session_user as login,
       coalesce(pg_catalog.current_setting('request.jwt.claims', true), '') as claims`,
    )
  ).rows[0]
const nobody = { login: true, claims: '' }
const whoami = 'select current_user as role, auth.user_id() as id'
const set = (name: string, value: string, local = false) =>
  `select pg_catalog.set_config('${name}', '${value}', ${local})`

describe("SQL of mallory's in a joined call", () => {
  it.each([
    ['role', set('role', 'anonymous')],
    ['role for the transaction', set('role', 'anonymous', true)],
    ['no role', set('role', 'none', true)],
    ['claims', set('request.jwt.claims', '{"sub":"bob"}')],
    ['claims for the transaction', set('request.jwt.claims', '{"sub":"bob"}', true)],
    ['a look-alike of set_config', set('search_path', 'evil, pg_catalog')],
    [
      'a temporary table of settings',
      "create temporary table pg_settings as select 'role' as name, 'anonymous' as setting",
    ],
    ['no prepared statements', 'deallocate all'],
  ])('that changes %s changes nothing of the statements that follow in it', async (_, text) => {
    for (let time = 0; time < 2; time += 1) {
      if (text.startsWith('create') && time === 1) break
      await attack(joined, text)
      expect(await application()).toEqual(nobody)
      expect((await joined.query(alice, whoami)).rows).toEqual([{ role: 'authenticated', id: 'alice' }])
      expect(await application()).toEqual(nobody)
    }
  })

  it('that resets all settings fails the transaction, instead of leaving it a role of his', async () => {
    await client.query("select set_config('request.jwt.claims', 'its own', true)")
    await expect(attack(joined, 'reset all')).rejects.toMatchObject({ code: '22023' })
    await expect(client.query('select 1')).rejects.toMatchObject({ code: '25P02' })
  })

  it('finds nowhere the name of what is kept', async () => {
    const names = `
      select name from pg_settings where name like 'rowauth%'
      union all select name from pg_prepared_statements where statement like '%rowauth\\_%' and statement not like '%pg_prepared_statements%'
      union all select query from pg_stat_activity where pid = pg_backend_pid() and query ~ 'rowauth_[0-9a-f]{24}'
      union all select current_query() where current_query() ~ 'rowauth_[0-9a-f]{24}'`
    for (let time = 0; time < 4; time += 1) expect((await joined.query(mallory, names)).rows).toEqual([])
    expect((await joined.batch(mallory, [names, names])).map(({ rows }) => rows)).toEqual([[], []])
  })

  it('what he sets for the session is there when the transaction of the application is over: he was let in', async () => {
    await attack(joined, set('request.jwt.claims', '{"sub":"bob"}'))
    expect(await application()).toEqual(nobody)
    await client.query('commit')
    expect(await application()).toEqual({ login: true, claims: '{"sub":"bob"}' })
    expect((await nodePostgres(client).query(alice, whoami)).rows).toEqual([
      { role: 'authenticated', id: 'alice' },
    ])
  })

  it('a search_path of his holds for what the application does next, as the login role: do not let in who has SQL', async () => {
    await attack(joined, set('search_path', 'evil, pg_catalog', true))
    const { rows } = await client.query("select lower('A') as lower, current_user = session_user as login")
    expect(rows).toEqual([{ lower: 'fake', login: true }])
  })

  it.each([false, true])(
    'a client_encoding of his (local: %s) makes nobody else of the next',
    async (local) => {
      await attack(joined, set('client_encoding', 'LATIN1', local))
      const next = joined.query(as('\u00e4'), whoami)
      await expect(next).rejects.toMatchObject({ code: 'unsupported' })
      await client.query("set client_encoding to 'UTF8'")
      expect((await joined.query(as('\u00e4'), whoami)).rows).toEqual([
        { role: 'authenticated', id: '\u00e4' },
      ])
    },
  )
})

describe('savepoints', () => {
  it('a roll-back to one of the application from within a joined transaction leads to no role of its own', async () => {
    await joined.query(alice, 'select 1')
    await client.query('savepoint app')
    const within = joined.transaction(mallory, async (tx) => {
      await tx.query('select 1')
      await tx.query('rollback to savepoint app')
      expect((await tx.query(whoami)).rows).toEqual([{ role: 'authenticated', id: 'mallory' }])
    })
    // The savepoint that it began with is gone.
    await expect(within).rejects.toMatchObject({ code: '3B001' })
    await client.query('rollback')
    expect(await application()).toEqual(nobody)
  })
})
