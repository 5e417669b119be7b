import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Bench,
  himself,
  type Opened,
  open,
  registerIssuer,
  standing,
  startBench,
  tried,
} from './support/bench.js'

/*
 * Whatever a session can be set to: who opens a session is who he is, and who forges one is refused. The values are
 * those that the server itself names as the ends of a setting's range.
 */

let bench: Bench
let tokens: string[]
beforeAll(async () => {
  bench = await startBench()
  const claims = { sub: 'mallory' }
  tokens = [await bench.token('mallory')]
  for (const alg of ['RS256', 'EdDSA'] as const) {
    tokens.push(await (await registerIssuer(bench.owner, alg)).issuer.sign(claims))
  }
})
afterAll(() => bench?.close())

interface Setting {
  readonly name: string
  readonly values: readonly string[]
}

/** They end statements and connections, say how the client is spoken to, or have every read refused. */
const asideSettings = [
  'client_encoding',
  'exit_on_error',
  'idle_in_transaction_session_timeout',
  'idle_session_timeout',
  'lock_timeout',
  'role',
  'row_security',
  'session_authorization',
  'statement_timeout',
  'transaction_isolation',
  'transaction_deferrable',
  'transaction_read_only',
  'transaction_timeout',
  'tcp_user_timeout',
]

/** What the texts among the settings can be, and what the server does not list. */
const texts: Readonly<Record<string, readonly string[]>> = {
  datestyle: ['German, DMY', 'SQL, MDY', 'Postgres, YMD', 'ISO, DMY'],
  timezone: ['Asia/Tokyo', 'America/St_Johns', 'Etc/GMT+12', '-13:59:59'],
  timezone_abbreviations: ['Australia', 'India'],
  search_path: ['', 'pg_temp', 'evil, auth', '"$user"'],
  default_text_search_config: ['pg_catalog.german'],
  lc_monetary: ['C'],
  lc_numeric: ['C'],
  lc_time: ['C'],
  lc_messages: ['C'],
  application_name: ["'; select 1; --", 'x'.repeat(60)],
  'plpgsql.extra_errors': ['all'],
  'plpgsql.extra_warnings': ['all'],
  'rowauth.audit_log': ['on'],
  'rowauth.session_id': ['x'],
}

async function settingsOf(client: pg.ClientBase): Promise<Setting[]> {
  await client.query('select auth.init()')
  const { rows } = await client.query(
    `select lower(name) as name, vartype, enumvals, min_val, max_val, setting from pg_settings
     where context = 'user' and not lower(name) = any ($1) order by name`,
    [asideSettings],
  )
  const listed = rows.map(({ name, vartype, enumvals, min_val, max_val }) => ({
    name,
    values:
      vartype === 'bool'
        ? ['on', 'off']
        : vartype === 'enum'
          ? enumvals
          : vartype === 'string'
            ? []
            : [min_val, max_val],
  }))
  return [
    ...listed.filter(({ values }) => values.length > 0),
    ...Object.entries(texts).map(([name, values]) => ({ name, values })),
  ]
}

/** Opens by each token and its ticket, and tries a forgery of each. */
async function isHimself({ client }: Opened, only: readonly string[]): Promise<unknown> {
  const outcomes: unknown[] = []
  for (const token of only) {
    const ticket = await tried(client, () => open(client, token))
    outcomes.push(await standing(client))
    outcomes.push(await tried(client, () => open(client, ticket)))
    outcomes.push(await standing(client))
    const [header, , signature] = token.split('.')
    const claims = Buffer.from('{"sub":"mallory","exp":9e9}').toString('base64url')
    for (const forged of [`${header}.${claims}.${signature}`, `~${'0'.repeat(64)}${ticket.slice(65)}`]) {
      outcomes.push(await tried(client, () => open(client, forged)))
    }
    const forge =
      "select pg_catalog.set_config('rowauth.session', pg_catalog.replace(pg_catalog.current_setting('rowauth.session'), 'mallory', 'alice'), true)"
    await client.query('savepoint forged')
    await client.query(forge)
    outcomes.push(await standing(client))
    await client.query('rollback to forged')
  }
  return outcomes
}
const refused = { id: '28000', owners: '28000' }
const asEver = (count: number) =>
  Array.from({ length: count }, () => [himself, '', himself, '28000', '28000', refused]).flat()

describe('each setting that anybody may change', () => {
  it('alone makes nobody of anybody', { timeout: 120_000 }, async () => {
    const mallory = await bench.opened('mallory')
    const { client } = mallory
    const settings = await settingsOf(client)
    expect(settings.length).toBeGreaterThan(100)
    const skipped: string[] = []
    for (const { name, values } of settings) {
      for (const value of values) {
        await client.query('savepoint setting')
        const set = await tried(client, () =>
          client.query('select pg_catalog.set_config($1, $2, true)', [name, value]),
        )
        if (typeof set === 'string') skipped.push(`${name} = ${value}: ${set}`)
        else
          expect([name, value, await isHimself(mallory, tokens.slice(0, 1))]).toEqual([
            name,
            value,
            asEver(1),
          ])
        await client.query('rollback to setting')
      }
    }
    // What a build does not have, or a transaction cannot change.
    expect(skipped.length).toBeLessThan(20)
  })
})

describe('many at once', () => {
  it.each<[string, Record<string, string>]>([
    ['that plans are always generic', { plan_cache_mode: 'force_generic_plan' }],
    ['that plans are always made anew', { plan_cache_mode: 'force_custom_plan' }],
    [
      'that everything is compiled',
      { jit: 'on', jit_above_cost: '0', jit_inline_above_cost: '0', jit_optimize_above_cost: '0' },
    ],
    [
      'that everything is parallel',
      {
        debug_parallel_query: 'on',
        parallel_setup_cost: '0',
        parallel_tuple_cost: '0',
        min_parallel_table_scan_size: '0',
      },
    ],
    [
      'that literals are others',
      { standard_conforming_strings: 'off', backslash_quote: 'on', escape_string_warning: 'off' },
    ],
    [
      'that outputs are others',
      {
        bytea_output: 'escape',
        datestyle: 'German',
        intervalstyle: 'iso_8601',
        extra_float_digits: '-15',
        timezone: 'Asia/Tokyo',
        quote_all_identifiers: 'on',
        xmlbinary: 'hex',
      },
    ],
    ['that NULL equals NULL', { transform_null_equals: 'on', array_nulls: 'off' }],
    [
      'that nothing is read by an index',
      {
        enable_indexscan: 'off',
        enable_bitmapscan: 'off',
        enable_indexonlyscan: 'off',
        enable_seqscan: 'off',
      },
    ],
    ['that there is no memory', { work_mem: '64kB', hash_mem_multiplier: '1', temp_buffers: '100' }],
    ['that PL/pgSQL is strict', { 'plpgsql.extra_errors': 'all', 'plpgsql.print_strict_params': 'on' }],
  ])('say %s, and who he is stays', async (_, settings) => {
    // On a connection of its own: plans and functions are kept from the first time on.
    const client = await bench.client()
    await client.query("load 'plpgsql'").catch(() => undefined)
    await client.query('do $$ begin null; end $$')
    for (const [name, value] of Object.entries(settings)) {
      await client.query('select pg_catalog.set_config($1, $2, false)', [name, value])
    }
    await client.query('begin; set local role authenticated')
    const [token = ''] = tokens
    await open(client, token)
    const mallory = { client, token, ticket: '', seal: '' }
    expect(await isHimself(mallory, tokens)).toEqual(asEver(tokens.length))
  })

  it.each(['serializable, read only', 'repeatable read', 'serializable, deferrable, read only'])(
    'isolation: %s',
    async (isolation) => {
      const client = await bench.client()
      const [token = ''] = tokens
      const begin = `begin isolation level ${isolation}; set local role authenticated`
      await client.query(begin.replace(', deferrable', ''))
      await open(client, token)
      expect(await isHimself({ client, token, ticket: '', seal: '' }, tokens)).toEqual(asEver(tokens.length))
    },
  )
})
