import { nodePostgres } from '@rowauth/driver/node-postgres'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { alice, bob, type Fixture } from '../../fixture.js'
import { attack, bothOptions, mallory, startMallory } from './mallory.js'

/*
 * SQL in the hands of a user is the login role's: whoever may take a role may also put it down. What it then does
 * to the login role itself is no state of a session, and no option of a driver undoes it.
 */

let fixture: Fixture
let pool: pg.Pool
let login: string
beforeAll(async () => {
  fixture = await startMallory()
  login = new URL(fixture.url).username
})
afterAll(() => fixture?.close())
beforeEach(() => {
  pool = fixture.pool({ max: 1 })
  return async () => {
    await pool.end()
    await fixture.owner.query(`alter role ${login} reset all`)
    await fixture.owner.query(`alter role ${login} password '${new URL(fixture.url).password}'`)
  }
})

/** As the login role, in a statement of mallory's. */
const asLogin = (text: string) =>
  `do $mallory$ begin perform set_config('role', 'none', true); execute $sql$ ${text} $sql$; end $mallory$`

const connects = async (password: string) => {
  const url = new URL(fixture.url)
  url.password = password
  const client = new pg.Client({ connectionString: url.href })
  return await client.connect().then(
    () => client.end().then(() => true),
    (error: unknown) => (error as { code?: string }).code,
  )
}

describe.each(bothOptions)('%s', (_, options) => {
  it('sets the password of the login role, where that is how it logs in', async () => {
    const driver = nodePostgres(pool, options)
    await driver.query(mallory, asLogin(`alter role ${login} password 'mine'`))
    const { rows } = await fixture.owner.query(
      'select rolpassword is not null as changed from pg_authid where rolname = $1',
      [login],
    )
    expect(rows).toEqual([{ changed: true }])
    expect(await connects('mine')).toBe(true)
  })

  it('sets what new connections begin with: the search_path of each', async () => {
    const driver = nodePostgres(pool, options)
    await attack(driver, asLogin(`alter role ${login} set search_path = evil, public`))
    const later = nodePostgres(fixture.pool({ max: 1 }), options)
    expect((await later.query(alice, 'select title from todos')).rows).toEqual([{ title: 'fake' }])
    expect((await later.query(alice, 'select title from public.todos order by title')).rows).toHaveLength(2)
  })

  it('but not what the connection string says', async () => {
    const driver = nodePostgres(pool, options)
    for (const change of ['search_path = evil', 'row_security = off', "statement_timeout = '1ms'"]) {
      await attack(driver, asLogin(`alter role ${login} set ${change}`))
    }
    const pinned = '-c search_path=public -c row_security=on -c statement_timeout=30s'
    const later = nodePostgres(fixture.pool({ max: 1, options: pinned }), options)
    for (let time = 0; time < 2; time += 1) {
      expect((await later.query(alice, 'select title from todos')).rows).toHaveLength(2)
      const { rows } = await later.query(bob, "select current_setting('statement_timeout') as timeout")
      expect(rows).toEqual([{ timeout: '30s' }])
    }
  })

  it('nor who anybody is', async () => {
    const driver = nodePostgres(pool, options)
    for (const change of ["role = 'anonymous'", "client_encoding = 'LATIN1'"]) {
      await attack(driver, asLogin(`alter role ${login} set ${change}`))
    }
    // Only a superuser says what a setting begins with that the server does not know.
    const claims = asLogin(`alter role ${login} set "request.jwt.claims" = '{"sub":"bob"}'`)
    await expect(attack(driver, claims)).rejects.toMatchObject({ code: '42501' })
    const later = nodePostgres(fixture.pool({ max: 1 }), options)
    const { rows } = await later.query(alice, 'select current_user as role, auth.user_id() as id')
    expect(rows).toEqual([{ role: 'authenticated', id: 'alice' }])
  })

  it('ends other connections of the login role', async () => {
    const driver = nodePostgres(pool, options)
    const other = await fixture.client()
    const gone = new Promise((resolve) => other.once('end', resolve))
    const { rows } = await other.query('select pg_backend_pid() as pid')
    await driver.query(mallory, asLogin(`select pg_terminate_backend(${rows[0].pid})`))
    await gone
  })
})

describe('what the login role has not got', () => {
  it.each([
    ['another role', 'set local role postgres', '42501'],
    ['a new role', 'create role mine', '42501'],
    ['attributes of its own', 'alter role current_user bypassrls', '42501'],
    ['tables', 'select * from public.todos', '42501'],
    ['the functions of the auth schema', 'select auth.user_id()', '42501'],
    ['a trigger switch', "set session_replication_role = 'replica'", '42501'],
    ['files', "copy (select 1) to '/dev/null'", '42501'],
    ['programs', "copy (select 1) to program 'true'", '42501'],
  ])('%s, mallory has not got either', async (_, text, code) => {
    await expect(nodePostgres(pool).query(mallory, asLogin(text))).rejects.toMatchObject({ code })
  })
})
