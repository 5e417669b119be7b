import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { column, rolledBack, withClient } from '../support/database.js'
import { databaseWithAlgorithms } from './support/database-with-algorithms.js'
import { publishedVectors } from './support/published-vectors.js'
import { decide, named, rightAnswers } from './support/signature-case.js'

let database: Awaited<ReturnType<typeof databaseWithAlgorithms>>
let client: pg.Client

beforeAll(async () => {
  database = await databaseWithAlgorithms()
  client = database.client
})

afterAll(() => database.close())

const cases = [
  ...publishedVectors('jose'),
  ...publishedVectors('nist-rsa')
    .filter(({ alg }) => alg === 'PS256')
    .slice(0, 6),
  ...publishedVectors('rfc8032'),
]

test.each([
  [
    'bytes and numbers written otherwise',
    "set local bytea_output = 'escape'; set local extra_float_digits = -15",
  ],
  ['backslashes in strings', 'set local standard_conforming_strings = off; set local backslash_quote = on'],
  ['comparisons with NULL', 'set local transform_null_equals = on'],
  [
    'dates, zones and languages',
    "set local datestyle = 'sql, dmy'; set local timezone = 'Asia/Kathmandu'; set local intervalstyle = 'iso_8601'",
  ],
  [
    'other plans',
    'set local enable_indexscan = off; set local enable_bitmapscan = off; set local enable_nestloop = off',
  ],
  ['plans made each time', 'set local plan_cache_mode = force_custom_plan'],
  ['plans kept', 'set local plan_cache_mode = force_generic_plan'],
  ['JIT', 'set local jit = on; set local jit_above_cost = 0; set local jit_inline_above_cost = 0'],
  ['little memory', "set local work_mem = '64kB'"],
  ['read only', 'set transaction read only'],
])('signatures are decided as ever with %s', async (_, settings) => {
  const expected = rightAnswers(cases)
  // Registering writes.
  for (const registered of settings.includes('read only') ? [false] : [true, false]) {
    await rolledBack(client, async () => {
      await client.query(settings)
      expect(named(cases, await decide(client, cases, registered))).toEqual(expected)
    })
  }
})

test('functions, operators, casts and types of the caller are not used', async () => {
  // A session of its own, which has no plans yet.
  await withClient(database.connectionString, async (session) => {
    await session.query(`begin;
      create schema mine;
      create function mine.yes(numeric, numeric) returns boolean return true;
      create function mine.yes(bytea, bytea) returns boolean return true;
      create function mine.product(numeric, numeric) returns numeric return 0;
      create operator mine.= (leftarg = numeric, rightarg = numeric, function = mine.yes);
      create operator mine.= (leftarg = bytea, rightarg = bytea, function = mine.yes);
      create operator mine.< (leftarg = numeric, rightarg = numeric, function = mine.yes);
      create operator mine.* (leftarg = numeric, rightarg = numeric, function = mine.product);
      create operator mine.% (leftarg = numeric, rightarg = numeric, function = mine.product);
      create function mine.sha256(bytea) returns bytea return ''::bytea;
      create function mine.sha512(bytea) returns bytea return ''::bytea;
      create function mine.length(bytea) returns int4 return 64;
      create function mine.trunc(numeric) returns numeric return 0;
      create temporary table ed25519_keys (key_id int8, public_key bytea);
      create temporary table rsa_keys (key_id int8);
      create domain pg_temp.numeric as pg_catalog.text;
      create domain pg_temp.bytea as pg_catalog.text;
      set local search_path = mine, pg_temp, pg_catalog`)
    for (const registered of [true, false]) {
      expect(named(cases, await decide(session, cases, registered))).toEqual(rightAnswers(cases))
    }
  })
})

test('every function pins its search path and says what it may be used for', async () => {
  const { rows } = await client.query<{ name: string }>(
    `select p.proname as name from pg_proc p
     where p.pronamespace = 'auth'::regnamespace
       and not ('search_path=pg_catalog, pg_temp' = any (coalesce(p.proconfig, '{}'))
         and p.proparallel = case when p.provolatile = 'v' then 'u' else 's' end)`,
  )
  expect(rows).toEqual([])
  const volatility = `select distinct provolatile::text from pg_proc
    where pronamespace = 'auth'::regnamespace and proname like '%\\_verify' order by 1`
  expect(await column(client, volatility)).toEqual(['s'])
})
