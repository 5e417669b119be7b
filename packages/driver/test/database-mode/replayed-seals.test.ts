import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Bench,
  codeOf,
  currentSeal,
  himself,
  nobody,
  type Opened,
  open,
  refused,
  registerIssuer,
  standing,
  startBench,
  tried,
} from './support/bench.js'

/*
 * Say that code of mallory's has run as alice, and a seal of hers got out: whichever way it comes back, it is worth
 * nothing in any transaction but hers.
 */

let bench: Bench
let alice: Opened
beforeAll(async () => {
  bench = await startBench()
  await bench.owner.query('create table public.loot (seal text); grant all on public.loot to authenticated')
})
afterAll(() => bench?.close())

/** Her transaction, and the seal of it. */
const steal = async () => {
  alice = await bench.opened('alice')
  expect(await standing(alice.client)).toEqual({ id: 'alice', owners: ['alice'] })
  return alice
}
const begin = 'begin; set local role authenticated'
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

/** The ways in which a seal gets into the setting of another transaction. */
const ways: [string, (client: pg.ClientBase, seal: string) => Promise<unknown>][] = [
  [
    'set_config for the transaction',
    (client, seal) => client.query("select set_config('rowauth.session', $1, true)", [seal]),
  ],
  [
    'set_config for the session',
    (client, seal) => client.query("select set_config('rowauth.session', $1, false)", [seal]),
  ],
  ['set local', (client, seal) => client.query(`set local rowauth.session = ${literal(seal)}`)],
  ['set, in other letters', (client, seal) => client.query(`set "RowAuth"."Session" = ${literal(seal)}`)],
  [
    'a prepared statement',
    async (client, seal) => {
      await client.query("prepare replay as select set_config('rowauth.session', $1, true)")
      await client.query(`execute replay(${literal(seal)})`)
    },
  ],
  [
    'a table',
    async (client, seal) => {
      await client.query('insert into public.loot values ($1)', [seal])
      await client.query("select set_config('rowauth.session', seal, true) from public.loot")
      await client.query('delete from public.loot')
    },
  ],
  [
    'a cursor',
    async (client, seal) => {
      await client.query(
        `declare replay cursor for select set_config('rowauth.session', ${literal(seal)}, true)`,
      )
      await client.query('fetch all from replay')
    },
  ],
  [
    'a block of code',
    (client, seal) =>
      client.query(`do $do$ begin perform set_config('rowauth.session', ${literal(seal)}, true); end $do$`),
  ],
]

describe.each(ways)('%s brings no seal back', (_, put) => {
  it('into the next transaction of the connection', async () => {
    const { client, seal } = await steal()
    await client.query(`commit; ${begin}`)
    expect(await standing(client)).toEqual(nobody)
    await put(client, seal)
    expect(await standing(client)).toEqual(refused)
  })

  it('into a transaction of another connection, while hers is still open', async () => {
    const { seal } = await steal()
    const mallory = await bench.opened('mallory')
    await put(mallory.client, seal)
    expect(await standing(mallory.client)).toEqual(refused)
    expect(await standing(alice.client)).toEqual({ id: 'alice', owners: ['alice'] })
  })
})

describe('a seal is not to be had again', () => {
  it('through a connection that begins with it', async () => {
    const { seal } = await steal()
    const options = `-c rowauth.session=${seal.replaceAll(/[\\ ]/g, '\\$&')}`
    const client = await bench.client({ options })
    await client.query(begin)
    expect(await standing(client)).toEqual(refused)
    await client.query('set local rowauth.session to default')
    expect(await standing(client)).toEqual(refused)
  })

  it('through what a role or a database begins with', async () => {
    const { seal } = await steal()
    for (const sql of [
      `alter role ${bench.login} set rowauth.session = ${literal(seal)}`,
      `alter role authenticated set rowauth.session = ${literal(seal)}`,
      `alter database "${bench.database}" set rowauth.session = ${literal(seal)}`,
    ]) {
      const client = await bench.client()
      await codeOf(client.query(sql))
      const later = await bench.client()
      await later.query(begin)
      expect([nobody, refused]).toContainEqual(await standing(later))
    }
    await bench.owner.query(`alter role ${bench.login} reset all`)
  })

  it('through a function that was made with it', async () => {
    const { client, seal } = await steal()
    const keeps = (name: string) =>
      `create function evil.${name}() returns setof text language sql set rowauth.session = ${literal(seal)}
        as $$ select user_id from public.todos $$`
    // Since PostgreSQL 15 only a superuser says so for a setting that the server does not know.
    const own = await tried(client, () => client.query(keeps('hers')))
    expect(typeof own === 'string' ? own : (await client.query('select evil.hers()')).rowCount).toSatisfy(
      (outcome) => outcome === '42501' || outcome === 2,
    )
    await client.query('commit')
    await bench.owner.query(keeps('theirs'))
    const mallory = await bench.opened('mallory')
    expect(await tried(mallory.client, () => mallory.client.query('select evil.theirs()'))).toBe('28000')
    expect(await standing(mallory.client)).toEqual(himself)
  })

  it('through a prepared transaction', async () => {
    const { client } = await steal()
    // 55000: the server has none; else settings are not part of one.
    expect(await codeOf(client.query("prepare transaction 'replay'"))).toBe('55000')
    await client.query('rollback')
    expect(await codeOf(client.query("commit prepared 'replay'"))).not.toBe(undefined)
    await client.query(begin)
    expect(await standing(client)).toEqual(nobody)
  })

  it('through a chained transaction', async () => {
    const { client, seal } = await steal()
    await client.query("select set_config('evil.seal', $1, false)", [seal])
    await client.query('commit and chain')
    await client.query(
      "set local role authenticated; select set_config('rowauth.session', current_setting('evil.seal'), true)",
    )
    expect(await standing(client)).toEqual(refused)
  })

  it('through a block of code that commits', async () => {
    const { client, seal } = await steal()
    await client.query('commit')
    await client
      .query(`do $do$ begin
      perform set_config('rowauth.session', ${literal(seal)}, false), set_config('role', 'authenticated', false);
      commit;
      insert into public.loot select title from public.todos;
    exception when invalid_authorization_specification then null;
    end $do$`)
      .then(
        () => expect.unreachable(),
        (error) => expect(error.code).toBe('2D000'),
      )
    await client.query(`do $do$ begin
      perform set_config('rowauth.session', ${literal(seal)}, false), set_config('role', 'authenticated', false);
      commit;
      begin
        insert into public.loot select title from public.todos;
        insert into public.loot values ('read');
      exception when invalid_authorization_specification then
        insert into public.loot values ('refused');
      end;
    end $do$`)
    const { rows } = await bench.owner.query('delete from public.loot returning seal')
    expect(rows).toEqual([{ seal: 'refused' }])
  })

  it('through a parallel worker', async () => {
    const { seal } = await steal()
    await bench.owner.query(`
      create table public.many as select n % 1000 as n, 'alice' as user_id from generate_series(1, 100000) n;
      alter table public.many set (parallel_workers = 2);
      alter table public.many enable row level security;
      create policy own on public.many to authenticated using (auth.user_id() = user_id);
      grant select on public.many to authenticated; analyze public.many`)
    const parallel = `
      select set_config('parallel_setup_cost', '0', true), set_config('parallel_tuple_cost', '0', true),
        set_config('min_parallel_table_scan_size', '0', true), set_config('max_parallel_workers_per_gather', '2', true)`
    const count = 'select count(*)::int as count from public.many where n < 2'
    for (const [client, outcome] of [
      [alice.client, { rows: [{ count: 200 }] }],
      [(await bench.opened('mallory')).client, '28000'],
    ] as const) {
      await client.query(parallel)
      const { rows } = await client.query(`explain ${count}`)
      expect(JSON.stringify(rows)).toContain('Parallel')
      if (client !== alice.client)
        await client.query("select set_config('rowauth.session', $1, true)", [seal])
      const seen = await tried(client, () => client.query(count))
      if (typeof outcome === 'string') expect(seen).toBe(outcome)
      else expect(seen).toMatchObject(outcome)
    }
  })

  it('by a statement that does not end: it sees nothing once the token is over', async () => {
    const { client } = await bench.opened('mallory')
    await client.query("select set_config('rowauth.session', '', true)")
    // 30 seconds of leeway, and two that are left of it.
    await open(client, await bench.token('alice', { exp: Math.floor(Date.now() / 1000) - 28 }))
    await client.query(`do $do$
      declare seen text = 'nothing';
      begin
        for n in 1..1000 loop
          seen := n || ' ' || auth.user_id();
          perform pg_sleep(0.02);
        end loop;
      exception when invalid_authorization_specification then
        perform set_config('evil.seen', seen, true);
      end $do$`)
    const { rows } = await client.query("select current_setting('evil.seen', true) as seen")
    expect(rows).toEqual([{ seen: expect.stringMatching(/^[0-9]+ alice$/) }])
    expect(await standing(client)).toEqual(refused)
  })

  it('unless it was opened for a connection: that one is as good as the token, and ends with its key', async () => {
    const { issuer, kid } = await registerIssuer(bench.owner)
    const own = await bench.client()
    await own.query('select auth.jwt_session_init($1)', [await issuer.sign({ sub: 'alice' })])
    const seal = await currentSeal(own)
    const { client } = await bench.opened('mallory')
    await client.query("select set_config('rowauth.session', $1, true)", [seal])
    expect(await standing(client)).toEqual({ id: 'alice', owners: ['alice'] })
    await bench.owner.query('select auth.retire_jwk($1)', [kid])
    expect(await standing(client)).toEqual(refused)
  })

  it('by going back to a savepoint', async () => {
    const { client, ticket } = await bench.opened('mallory')
    await client.query('savepoint his')
    const { seal } = await steal()
    await client.query("select set_config('rowauth.session', $1, true)", [seal])
    await client.query('savepoint hers')
    expect(await tried(client, () => open(client, ticket))).toEqual('')
    expect(await standing(client)).toEqual(himself)
    await client.query('rollback to hers')
    expect(await standing(client)).toEqual(refused)
    await client.query('rollback to his')
    expect(await standing(client)).toEqual(himself)
  })
})

describe('two subjects in one transaction', () => {
  const other = { code: '28000', detail: 'session_refused' }
  it('are refused, in a savepoint and in a block of code, too', async () => {
    const { client, token } = await bench.opened('mallory')
    const hers = await bench.token('alice')
    const block = `do $do$ begin perform auth.open_session(${literal(hers)}); end $do$`
    for (const sql of [`select auth.open_session(${literal(hers)})`, block]) {
      await client.query('savepoint s')
      await expect(client.query(sql)).rejects.toMatchObject(other)
      await client.query('rollback to s')
      expect(await standing(client)).toEqual(himself)
    }
    await client.query('savepoint s')
    await expect(client.query('select auth.jwt_session_init($1)', [hers])).rejects.toMatchObject(other)
    await client.query('rollback to s')
    await open(client, token)
    expect(await standing(client)).toEqual(himself)
  })

  it('and what was opened in a savepoint is over when it is rolled back', async () => {
    const client = await bench.client()
    await client.query(`${begin}; savepoint s`)
    await open(client, await bench.token('alice'))
    await client.query('rollback to s')
    expect(await standing(client)).toEqual(nobody)
    await open(client, await bench.token('mallory'))
    expect(await standing(client)).toEqual(himself)
  })
})
