import { startPostgres, type TestServer } from '@rowauth/testing'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { become, column, dropRoles, install, majors, rolledBack } from './support/database.js'

describe.each(majors)('plans on PostgreSQL %i', (version) => {
  let server: TestServer
  let client: pg.Client
  let roles: Awaited<ReturnType<typeof install>>

  beforeAll(async () => {
    server = await startPostgres({ version })
    roles = await install(server.connectionString)
    client = new pg.Client(server.connectionString)
    await client.connect()
    await client.query(`
      create table notes (id int generated always as identity, user_id text not null, body text);
      insert into notes (user_id) select case when n % 2 = 0 then 'alice' else 'bob' end from generate_series(1, 20000) n;
      create index on notes (user_id);
      analyze notes;
      alter table notes enable row level security;
      grant select on notes to ${roles.authenticated};
      create policy own on notes to ${roles.authenticated} using ((select auth.user_id()) = user_id)`)
  })

  afterAll(async () => {
    await client.end()
    await dropRoles([server.connectionString], Object.values(roles))
    await server.stop()
  })

  const explain = async (sql: string) =>
    (await column(client, `explain (verbose, costs off) ${sql}`)).join('\n')

  test.each(['session', 'jwt', 'user_id', 'uid', 'organization', 'organization_id'])(
    '%s() is inlined',
    async (name) => {
      await rolledBack(client, async () => {
        await become(client, roles.authenticated, { sub: 'alice' })
        const plan = await explain(`select auth.${name}()`)
        expect(plan).toContain('current_setting')
        expect(plan).not.toMatch(/auth\./)
      })
    },
  )

  test('a policy evaluates user_id() once per query', async () => {
    await rolledBack(client, async () => {
      await become(client, roles.authenticated, { sub: 'alice' })
      expect(await explain('select count(*) from notes')).toMatch(/InitPlan/)
      expect(await column(client, 'select distinct user_id from notes')).toEqual(['alice'])
    })
  })

  const alternate = async (name: string, table: string) => {
    const owners: unknown[] = []
    for (let turn = 0; turn < 10; turn += 1) {
      const sub = turn % 2 === 0 ? 'alice' : 'bob'
      await rolledBack(client, async () => {
        await become(client, roles.authenticated, { sub })
        const { rows } = await client.query({ name, text: `select distinct user_id from ${table}` })
        owners.push(...rows.map((row) => row.user_id))
      })
    }
    return owners
  }
  const ownersInTurn = Array.from({ length: 5 }, () => ['alice', 'bob']).flat()

  test.each(['auto', 'force_generic_plan', 'force_custom_plan'])(
    'row 10: a prepared statement serves alternating users their own rows (%s)',
    async (mode) => {
      await client.query(`set plan_cache_mode = ${mode}`)
      expect(await alternate(`own ${mode}`, 'notes')).toEqual(ownersInTurn)
      await client.query('reset plan_cache_mode')
    },
  )

  test('row 10: an immutable function in its place serves the first user to everyone', async () => {
    await client.query(`
      create function frozen_user_id() returns text language sql immutable
        as $$ select current_setting('request.jwt.claims', true)::jsonb ->> 'sub' $$;
      create table frozen_notes as select * from notes;
      alter table frozen_notes enable row level security;
      grant select on frozen_notes to ${roles.authenticated};
      create policy own on frozen_notes to ${roles.authenticated} using (frozen_user_id() = user_id)`)
    expect(await alternate('frozen', 'frozen_notes')).not.toEqual(ownersInTurn)
  })

  test('row 10: all but the two that only raise are STABLE', async () => {
    const volatile = await column(
      client,
      `select proname from pg_proc where pronamespace = 'auth'::regnamespace and provolatile <> 's' order by 1`,
    )
    expect(volatile).toEqual(['init', 'jwt_session_init'])
  })

  test.each([
    '(select auth.user_id()) = user_id',
    'auth.user_id() = user_id',
    "auth.session() ->> 'sub' = user_id",
  ])('row 32: a policy with %s is checked in parallel', async (expression) => {
    await rolledBack(client, async () => {
      await client.query(`alter policy own on notes using (${expression})`)
      await client.query(`set local parallel_setup_cost = 0; set local parallel_tuple_cost = 0;
          set local min_parallel_table_scan_size = 0; set local min_parallel_index_scan_size = 0;
          set local max_parallel_workers_per_gather = 2`)
      await become(client, roles.authenticated, { sub: 'bob' })
      expect(await explain('select count(*) from notes')).toMatch(/Gather/)
      expect(await column(client, 'select count(*)::int from notes')).toEqual([10_000])

      await client.query(`reset role; create function unsafe_user_id() returns text language sql stable
          as $$ select auth.user_id() limit 1 $$; alter policy own on notes using (unsafe_user_id() = user_id)`)
      await become(client, roles.authenticated, { sub: 'bob' })
      expect(await explain('select count(*) from notes')).not.toMatch(/Gather/)
    })
  })
})
