import { anonymousSession } from '@rowauth/core'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { alice, type Fixture, until } from '../../fixture.js'
import { attack, type Driver, mallory, startMallory } from './mallory.js'
import { cases, own, set, titles } from './residue-cases.js'

/*
 * What docs/security.md says of the default options: who the next user is does not change, what her statements mean
 * and whether they work may. With `clean` neither does.
 */

let fixture: Fixture
let pool: pg.Pool
beforeAll(async () => {
  fixture = await startMallory()
  await fixture.owner.query(`
    create function evil.copy() returns trigger language plpgsql as $$
    begin
      insert into evil.loot select current_user, auth.user_id(), title from public.todos;
      return new;
    end $$;
    create table evil.loot (role text, id text, title text);
    create trigger copy before insert on evil.todos for each row execute function evil.copy();
    grant insert on evil.loot to authenticated`)
})
afterAll(() => fixture?.close())
beforeEach(() => {
  pool = fixture.pool({ max: 1 })
  return () => pool.end()
})

/** What alice gets: rows, or the SQLSTATE of an error. */
const outcome = (call: Promise<{ rows: unknown[] }>) =>
  call.then(
    ({ rows }) => rows,
    (error: unknown) => (error as { code?: string }).code,
  )

describe.each([false, true])('`clean` is %s', (clean) => {
  it.each(cases)('row 42: mallory leaves $what', async ({ left, statement, residue, right }) => {
    const driver = nodePostgres(pool, { clean })
    await attack(driver, left)
    expect(await outcome(driver.query(alice, statement))).toEqual(clean ? right : residue)
    await fixture.owner.query(`delete from todos where title in ('residue', 'm2')`)
  })

  it('mallory leaves a setting that ends transactions', async () => {
    const driver = nodePostgres(pool, { clean })
    await attack(driver, set('idle_in_transaction_session_timeout', '1ms'))
    const waiting = driver.transaction(alice, async (tx) => {
      const [{ pid } = { pid: 0 }] = (await tx.query('select pg_backend_pid() as pid')).rows as {
        pid: number
      }[]
      const gone = 'select where not exists (select from pg_stat_activity where pid = $1)'
      if (!clean) await until(fixture.owner, gone, [pid])
      return await tx.query(titles)
    })
    if (clean) expect((await waiting).rows).toEqual(own)
    else await expect(waiting).rejects.toThrow()
    // The connection is not given back.
    expect((await driver.query(alice, titles)).rows).toEqual(own)
  })

  it("code of mallory's runs as alice where her statement finds his table in the place of hers", async () => {
    const driver = nodePostgres(pool, { clean })
    await fixture.owner.query('truncate evil.loot')
    await attack(driver, set('search_path', 'evil, pg_catalog, public'))
    await driver.query(alice, "insert into todos (title) values ('secret')")
    const loot = (await fixture.owner.query('select distinct role, id from evil.loot')).rows
    const written = (await fixture.owner.query("select user_id from public.todos where title = 'secret'"))
      .rows
    expect(loot).toEqual(clean ? [] : [{ role: 'authenticated', id: 'alice' }])
    expect(written).toEqual(clean ? [{ user_id: 'alice' }] : [])
    await fixture.owner.query("delete from public.todos where title = 'secret'")
  })

  it("an operator of mallory's widens what alice deletes, in a qualified table too, to all that is hers", async () => {
    const driver = nodePostgres(pool, { clean })
    await driver.query(alice, "insert into public.todos (title) values ('secret')")
    await attack(driver, set('search_path', 'evil, pg_catalog, public'))
    const { rowCount } = await driver.query(alice, "delete from public.todos where title = 'secret'")
    expect(rowCount).toBe(clean ? 1 : 3)
    const everybody = await fixture.owner.query('select user_id from public.todos order by 1')
    const others = [{ user_id: 'bob' }, { user_id: 'carol' }, { user_id: 'mallory' }]
    const hers = [{ user_id: 'alice' }, { user_id: 'alice' }]
    expect(everybody.rows).toEqual(clean ? [...hers, ...others] : others)
    if (!clean) {
      await fixture.owner.query(
        "insert into public.todos (user_id, title) values ('alice', 'a1'), ('alice', 'a2')",
      )
    }
  })

  it('plain queries of the application, past the driver, run with role and claims that mallory has left', async () => {
    const driver = nodePostgres(pool, { clean })
    await attack(
      driver,
      `select set_config('role', 'authenticated', false), set_config('request.jwt.claims', '{"sub":"bob"}', false)`,
    )
    const { rows } = await pool.query(
      `select current_user = session_user as login, coalesce(current_setting('request.jwt.claims', true), '') as claims`,
    )
    expect(rows).toEqual([clean ? { login: true, claims: '' } : { login: false, claims: '{"sub":"bob"}' }])
    for (const session of [alice, anonymousSession]) {
      const [me] = (await driver.query(session, `select auth.user_id() as id`)).rows
      expect(me).toEqual({ id: session === alice ? 'alice' : null })
    }
  })
})

it('without the temporary privilege there is nothing that shadows', async () => {
  const database = new URL(fixture.url).pathname.slice(1)
  await fixture.owner.query(
    `revoke temporary on database "${database}" from public, authenticated, anonymous`,
  )
  const driver: Driver = nodePostgres(pool)
  for (const what of ['table todos ()', 'view todos as select 1', 'sequence todos']) {
    await expect(attack(driver, `create temporary ${what}`)).rejects.toMatchObject({ code: '42501' })
  }
  for (const what of [
    'function pg_temp.f() returns int language sql as $$ select 1 $$',
    'domain pg_temp.text as int4',
  ]) {
    await expect(attack(driver, `create ${what}`)).rejects.toMatchObject({ code: '42501' })
  }
  await expect(driver.query(mallory, 'select 1 as n into temporary n')).rejects.toMatchObject({
    code: '42501',
  })
  await fixture.owner.query(`grant temporary on database "${database}" to authenticated, anonymous`)
})
