import { databaseTables, ownerFunctions } from '@rowauth/core/internal'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Bench,
  codeOf,
  himself,
  type Opened,
  open,
  standing,
  startBench,
  tried,
} from './support/bench.js'

let bench: Bench
let secrets: readonly string[]
beforeAll(async () => {
  bench = await startBench()
  // As autovacuum does: what it keeps of the columns is not for everybody.
  await bench.owner.query('analyze auth.secrets; analyze auth.jwks')
  secrets = await writtenSecrets()
})
afterAll(() => bench?.close())

/** Each secret as a server could write it: in hexadecimal, escaped, in base64, and as a plan is printed. */
async function writtenSecrets(): Promise<string[]> {
  const { rows } = await bench.owner.query('select inner_pad, outer_pad from auth.secrets')
  const pads = rows.flatMap(({ inner_pad, outer_pad }) => [inner_pad, outer_pad] as Buffer[])
  expect(pads.length).toBeGreaterThan(3)
  return pads.flatMap((pad) => [
    pad.toString('hex').slice(0, 24),
    pad.toString('base64').slice(0, 16),
    [...pad.subarray(0, 8)].map((byte) => (byte > 127 ? byte - 256 : byte)).join(' '),
    [...pad.subarray(0, 8)].join(' '),
  ])
}

/** What the client was told. */
function listen(client: pg.ClientBase): string[] {
  const heard: string[] = []
  client.on('notice', (notice) => heard.push(JSON.stringify({ ...notice, message: notice.message })))
  return heard
}
const found = (texts: readonly string[]) =>
  secrets.filter((secret) => texts.some((text) => text.includes(secret)))

it('the bench finds a secret where it is told', async () => {
  const client = await bench.owner.connect()
  const heard = listen(client)
  await client.query(
    `do $$ begin raise notice '%', (select encode(inner_pad, 'hex') from auth.secrets limit 1); end $$`,
  )
  await client.query(`set client_min_messages = log; set debug_print_plan = on`)
  await client.query('begin')
  const { rows } = await client.query('select inner_pad from auth.secrets limit 1')
  await client.query('select $1::bytea', [rows[0].inner_pad])
  await client.query('rollback; reset all')
  client.release()
  expect(found(heard).length).toBeGreaterThanOrEqual(2)
})

describe('tables of the schema', () => {
  it.each(['authenticated', 'anonymous', 'none'])('are closed to %s in every way', async (role) => {
    const { client } = await bench.opened('mallory')
    await client.query("select set_config('role', $1, true)", [role])
    const reads = (table: string) => [
      `select * from auth.${table}`,
      `select ctid, xmin from auth.${table}`,
      `select count(*) from auth.${table}`,
      `select from auth.${table} for update`,
      `table auth.${table}`,
      `copy auth.${table} to stdout`,
      `explain analyze select * from auth.${table}`,
      `declare c cursor for select * from auth.${table}`,
      `create temporary table stolen as select * from auth.${table}`,
      `create materialized view evil.stolen as select * from auth.${table}`,
      `select t from auth.${table} t`,
      `select s from (values (1)) v, lateral (select * from auth.${table} s) s`,
      `do $$ begin perform * from auth.${table}; end $$`,
      `select query_to_xml('select * from auth.${table}', true, true, '')`,
      `select table_to_xml('auth.${table}', true, true, '')`,
      `select pg_relation_filepath('auth.${table}'), pg_read_file(pg_relation_filepath('auth.${table}'))`,
    ]
    for (const table of databaseTables) {
      for (const sql of reads(table)) {
        expect([sql, await tried(client, () => client.query(sql))]).toEqual([sql, '42501'])
      }
    }
    for (const sql of [
      "select * from schema_to_xml('auth', true, true, '')",
      "select * from database_to_xml(true, true, '')",
    ]) {
      const given = await tried(client, () => client.query(sql))
      expect(found([JSON.stringify(given)])).toEqual([])
    }
  })

  it('have no statistics for him', async () => {
    const { client } = await bench.opened('mallory')
    const { rows } = await bench.owner.query(
      "select from pg_stats where schemaname = 'auth' and tablename = 'secrets'",
    )
    expect(rows.length).toBeGreaterThan(0)
    const his = await client.query("select * from pg_stats where schemaname = 'auth'")
    expect(his.rows).toEqual([])
    for (const table of ['pg_statistic', 'pg_statistic_ext_data']) {
      expect(await tried(client, () => client.query(`select * from ${table}`))).toBe('42501')
    }
  })

  it('give no row to a function of his, by an estimate either', async () => {
    const { client } = await bench.opened('mallory')
    const heard = listen(client)
    await client.query(`
      create function evil.tell(text, text) returns boolean language plpgsql cost 0.0000001 as $$
        begin raise notice '%', $1; return true; end $$;
      create operator evil.=== (leftarg = text, rightarg = text, function = evil.tell, restrict = eqsel)`)
    for (const sql of [
      "select from auth.secrets where id operator(evil.===) 'x'",
      "explain select from auth.secrets where id operator(evil.===) 'x'",
    ]) {
      expect(await tried(client, () => client.query(sql))).toBe('42501')
    }
    expect(heard).toEqual([])
  })
})

describe('what the server tells of what its functions do', () => {
  const loud = `
    set client_min_messages = debug5;
    set debug_print_parse = on; set debug_print_rewritten = on; set debug_print_plan = on; set debug_pretty_print = off;
    set log_parameter_max_length_on_error = -1;
    do $$ begin perform set_config('plpgsql.extra_warnings', 'all', false), set_config('plpgsql.print_strict_params', 'on', false); end $$`

  const everything = async ({ client, token, ticket, seal }: Opened) => {
    const answers: unknown[] = []
    for (const credential of [token, ticket, `~${seal}`, `${ticket}x`, `${token}x`, '~', 'x.y.z']) {
      answers.push(await tried(client, () => open(client, credential)))
      answers.push(await tried(client, () => client.query('select auth.jwt_session_init($1)', [credential])))
      answers.push(await standing(client))
      answers.push(
        await tried(client, () =>
          client.query('explain (analyze, verbose, buffers) select auth.user_id(), * from public.todos'),
        ),
      )
    }
    await client.query('savepoint forged')
    await client.query("select set_config('rowauth.session', $1, true)", [`${seal}x`])
    for (const sql of [
      'select auth.session()',
      'select auth.user_id()',
      'explain (analyze, verbose) select * from public.todos',
    ]) {
      const error = await client.query(sql).catch((reason) => reason)
      answers.push({ ...error, message: error.message })
      await client.query('rollback to forged')
    }
    return JSON.stringify(answers)
  }

  it.each(['auto', 'force_custom_plan', 'force_generic_plan'])(
    'is no secret, with plans as of %s',
    async (mode) => {
      const client = await bench.client()
      const heard = listen(client)
      await client.query(loud)
      await client.query("select set_config('plan_cache_mode', $1, false)", [mode])
      await client.query('begin; set local role authenticated')
      const token = await bench.token('mallory')
      const ticket = await open(client, token)
      const { rows } = await client.query("select current_setting('rowauth.session') as seal")
      const told = await everything({ client, token, ticket, seal: rows[0].seal })
      expect(heard.length).toBeGreaterThan(100)
      expect(found([...heard, told])).toEqual([])
    },
  )

  it('is no secret in a definition, a comment or a setting', async () => {
    const { client } = await bench.opened('mallory')
    const { rows } = await client.query(`
      select pg_get_functiondef(p.oid) as text from pg_proc p where pronamespace = 'auth'::regnamespace and prokind = 'f'
      union all select description from pg_description
      union all select setting from pg_settings
      union all select pg_get_expr(adbin, adrelid) from pg_attrdef
      union all select query from pg_stat_activity
      union all select statement from pg_prepared_statements
      union all select statement from pg_cursors`)
    expect(rows.length).toBeGreaterThan(100)
    expect(found(rows.map(({ text }) => String(text)))).toEqual([])
    expect(await standing(client)).toEqual(himself)
  })
})

it('no function that belongs to the owner is called by others', async () => {
  const { client } = await bench.opened('mallory')
  const { rows } = await client.query(
    `select p.oid::regprocedure::text as name, p.proname, has_function_privilege(current_user, p.oid, 'execute') as his
     from pg_proc p where pronamespace = 'auth'::regnamespace`,
  )
  expect(
    rows
      .filter(({ his }) => his)
      .map(({ proname }) => proname)
      .sort(),
  ).toEqual([
    'init',
    'jwt',
    'jwt_session_init',
    'open_session',
    'organization',
    'organization_id',
    'session',
    'uid',
    'user_id',
  ])
  expect(
    rows
      .filter(({ his }) => !his)
      .map(({ proname }) => proname)
      .sort(),
  ).toEqual([...ownerFunctions].sort())
})

it('a message that is longer than what a secret is compared with changes nothing', async () => {
  // Codes are compared as digests of them: the time says how their digests differ, which nobody can choose.
  const { client, ticket, seal } = await bench.opened('mallory')
  const { rows } = await bench.owner.query(
    "select prosrc, pg_get_functiondef(oid) as text from pg_proc where oid = to_regproc('auth.same_mac')",
  )
  for (const { text } of rows) expect(text).toContain('sha256')
  const otherThan = (digits: string) => digits.replace(/./g, (digit) => (digit === '0' ? '1' : '0'))
  for (let length = 0; length < 64; length += 1) {
    const cut = ticket.slice(0, 1 + length) + otherThan(ticket.slice(1 + length, 65)) + ticket.slice(65)
    expect(await codeOf(tried(client, () => open(client, cut)))).toBe('28000')
    await client.query('savepoint s')
    await client.query("select set_config('rowauth.session', $1, true)", [
      seal.slice(0, length) + otherThan(seal.slice(length, 64)) + seal.slice(64),
    ])
    expect(await standing(client)).toEqual({ id: '28000', owners: '28000' })
    await client.query('rollback to s')
  }
})
