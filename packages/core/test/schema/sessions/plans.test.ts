import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { column, outermostMajors, rolledBack } from '../support/database.js'
import {
  open,
  type RegisteredIssuer,
  registerIssuer,
  startVerifying,
  type VerifyingDatabase,
} from './support/verifying-database.js'

describe.each(outermostMajors)('plans in database mode on PostgreSQL %i', (version) => {
  let database: VerifyingDatabase
  let issuer: RegisteredIssuer

  beforeAll(async () => {
    database = await startVerifying(version)
    issuer = await registerIssuer(database.client)
    await database.client.query(`
      create table notes (id int generated always as identity, user_id text not null, body text);
      insert into notes (user_id) select case when n % 2 = 0 then 'alice' else 'bob' end from generate_series(1, 20000) n;
      create index on notes (user_id);
      analyze notes;
      alter table notes enable row level security;
      grant select on notes to ${database.roles.authenticated};
      create policy own on notes to ${database.roles.authenticated} using ((select auth.user_id()) = user_id)`)
  })

  afterAll(() => database[Symbol.asyncDispose]())

  const explain = async (sql: string) =>
    (await column(database.client, `explain (verbose, costs off) ${sql}`)).join('\n')

  async function become(sub: string): Promise<void> {
    await database.client.query(`set local role ${database.roles.authenticated}`)
    await open(database.client, await issuer.sign({ sub }))
  }

  test('a policy evaluates user_id() once per query', async () => {
    await rolledBack(database.client, async () => {
      await become('alice')
      expect(await explain('select count(*) from notes')).toMatch(/InitPlan/)
      expect(await column(database.client, 'select distinct user_id from notes')).toEqual(['alice'])
    })
  })

  test.each([
    '(select auth.user_id()) = user_id',
    'auth.user_id() = user_id',
    "auth.session() ->> 'sub' = user_id",
  ])('a policy with %s is checked in parallel', async (expression) => {
    const { client } = database
    await rolledBack(client, async () => {
      await client.query(`alter policy own on notes using (${expression})`)
      await client.query(`set local parallel_setup_cost = 0; set local parallel_tuple_cost = 0;
          set local min_parallel_table_scan_size = 0; set local min_parallel_index_scan_size = 0;
          set local max_parallel_workers_per_gather = 2; set local enable_indexscan = off;
          set local enable_bitmapscan = off; set local enable_indexonlyscan = off`)
      await become('bob')
      expect(await explain('select count(*) from notes')).toMatch(/Gather/)
      expect(await column(client, 'select count(*)::int from notes')).toEqual([10_000])
    })
  })

  test('a prepared statement serves alternating users their own rows', async () => {
    const { client } = database
    const owners: unknown[] = []
    for (let turn = 0; turn < 12; turn += 1) {
      await rolledBack(client, async () => {
        await become(turn % 2 === 0 ? 'alice' : 'bob')
        const { rows } = await client.query({ name: 'own', text: 'select distinct user_id from notes' })
        owners.push(...rows.map((row) => row.user_id))
      })
    }
    expect(owners).toEqual(Array.from({ length: 6 }, () => ['alice', 'bob']).flat())
  })

  test('what reads the session is STABLE and safe in parallel', async () => {
    const functions = ['session', 'jwt', 'user_id', 'uid', 'organization', 'organization_id']
    expect(
      await column(
        database.client,
        `select distinct provolatile::text || proparallel::text from pg_proc
         where pronamespace = 'auth'::regnamespace and proname = any($1)`,
        [functions],
      ),
    ).toEqual(['ss'])
  })

  test('every function has a bound body or a search_path of its own', async () => {
    expect(
      await column(
        database.client,
        `select proname from pg_proc where pronamespace = 'auth'::regnamespace and prosqlbody is null
           and not coalesce(proconfig, '{}') && array['search_path=""', 'search_path=pg_catalog, pg_temp']`,
      ),
    ).toEqual([])
  })
})
