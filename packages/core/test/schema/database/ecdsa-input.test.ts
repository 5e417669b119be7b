import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { column, withClient } from '../support/database.js'
import { databaseWithAlgorithms } from './support/database-with-algorithms.js'
import { p256, p384 } from './support/ecdsa-curve.js'
import { ecdsaKey } from './support/ecdsa-key.js'
import { register } from './support/signature-case.js'

let database: Awaited<ReturnType<typeof databaseWithAlgorithms>>

beforeAll(async () => {
  database = await databaseWithAlgorithms()
})

afterAll(() => database.close())

const message = Buffer.from('eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9')

const verification = 'select auth.ecdsa_verify($1, $2, $3, $4, $5)'

async function verify(...values: unknown[]): Promise<unknown[]> {
  return column(database.client, verification, values)
}

describe.each([
  ['ES256', p256, p384],
  ['ES384', p384, p256],
] as const)('%s', (alg, curve, otherCurve) => {
  const key = ecdsaKey(curve)
  const { jwk, signature } = key.signs(message)
  const other = ecdsaKey(otherCurve)
  const json = JSON.stringify(jwk)

  test.each<[string, unknown[]]>([
    ['no key', [null, alg, message, signature]],
    ['JSON null', ['null', alg, message, signature]],
    ['an array', [`[${json}]`, alg, message, signature]],
    ['a string', ['"EC"', alg, message, signature]],
    ['an empty object', ['{}', alg, message, signature]],
    ['a key of another curve', [other.jwk, alg, message, signature]],
    ['a key and signature of another curve', [other.jwk, alg, message, other.signs(message).signature]],
    ['no algorithm', [json, null, message, signature]],
    ['another algorithm', [json, otherCurve.alg, message, signature]],
    ['an algorithm that is none', [json, 'none', message, signature]],
    ['no message', [json, alg, null, signature]],
    ['an empty message', [json, alg, Buffer.alloc(0), signature]],
    ['no signature', [json, alg, message, null]],
    ['an empty signature', [json, alg, message, Buffer.alloc(0)]],
  ])('%s is refused without an error', async (_, values) => {
    expect(await verify(null, ...values)).toEqual([false])
  })

  test('a registered key is for its own algorithm', async () => {
    const keyId = await register(database.client, jwk, alg)
    expect(await verify(keyId, json, alg, message, signature)).toEqual([true])
    expect(await verify(keyId, json, otherCurve.alg, message, other.signs(message).signature)).toEqual([
      false,
    ])
    expect(await verify(keyId, null, alg, message, signature)).toEqual([false])
    expect(await verify(keyId, json, null, message, signature)).toEqual([false])
    expect(await verify(keyId, json, alg, null, signature)).toEqual([false])
    expect(await verify(keyId, json, alg, message, null)).toEqual([false])
  })

  test('messages of any length are verified', async () => {
    for (const length of [0, 1, 55, 56, 63, 64, 65, 111, 112, 128, 16_384]) {
      const long = Buffer.alloc(length, 0xa5)
      expect(await verify(null, json, alg, long, key.signs(long).signature)).toEqual([true])
    }
  })

  const hostile = `
    create schema hostile;
    create or replace function hostile.always(numeric, numeric) returns bool language sql as 'select true';
    create or replace function hostile.one(numeric, numeric) returns numeric language sql as 'select 1::numeric';
    create or replace function hostile.sha256(bytea) returns bytea language sql as $$select '\\x00'::bytea$$;
    create or replace function hostile.sha384(bytea) returns bytea language sql as $$select '\\x00'::bytea$$;
    create operator hostile.= (leftarg = numeric, rightarg = numeric, function = hostile.always);
    create operator hostile.< (leftarg = numeric, rightarg = numeric, function = hostile.always);
    create operator hostile.% (leftarg = numeric, rightarg = numeric, function = hostile.one);
    create type pg_temp.int4 as (a text);
    create temp table ecdsa_base_points (alg text, entry int, x numeric, y numeric);
    set local search_path = hostile, pg_temp, pg_catalog, auth`

  test.each([
    ['standard_conforming_strings', 'set local standard_conforming_strings = off'],
    ['bytea_output', 'set local bytea_output = escape'],
    ['datestyle and time zone', `set local datestyle = 'German, DMY'; set local timezone = 'Asia/Kathmandu'`],
    ['extra_float_digits', 'set local extra_float_digits = -15'],
    ['transform_null_equals', 'set local transform_null_equals = on'],
    ['extra errors of PL/pgSQL', `set local plpgsql.extra_errors = 'all'`],
    [
      'a planner without an index',
      'set local enable_indexscan = off; set local enable_bitmapscan = off; set local enable_nestloop = off',
    ],
    ['parallel plans', 'set local parallel_setup_cost = 0; set local parallel_tuple_cost = 0'],
    ['compiled expressions', 'set local jit = on; set local jit_above_cost = 0'],
    ['little memory', `set local work_mem = '64kB'`],
    ['names of the session', hostile],
  ])('%s in a session change nothing', async (_, settings) => {
    const keyId = await register(database.client, jwk, alg)
    // On a connection of its own, on which the functions are yet to be compiled.
    await withClient(database.connectionString, async (client) => {
      await client.query(`begin; ${settings}`)
      for (const id of [keyId, null]) {
        for (const [text, expected] of [
          [message, true],
          [Buffer.from('another'), false],
        ]) {
          const values = [id, json, alg, text, signature]
          expect(await column(client, verification, values)).toEqual([expected])
        }
      }
      await client.query('rollback')
    })
  })
})
