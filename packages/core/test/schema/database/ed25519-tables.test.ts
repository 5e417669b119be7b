import { generateKeyPairSync, randomInt, sign } from 'node:crypto'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { column, errorOf, rolledBack } from '../support/database.js'
import { installAlgorithms } from './support/algorithms.js'
import { databaseWithAlgorithms } from './support/database-with-algorithms.js'
import {
  base,
  challenge,
  fromLittleEndian,
  modulo,
  multiply,
  order,
  type Point,
  p,
  pointAt,
} from './support/edwards.js'
import { decide, register } from './support/signature-case.js'

let database: Awaited<ReturnType<typeof databaseWithAlgorithms>>
let client: pg.Client

beforeAll(async () => {
  database = await databaseWithAlgorithms()
  client = database.client
})

afterAll(() => database.close())

const d2 = 16295367250680780974490674513165176452449235426866156013048779062215315747161n
const edges = [0n, 1n, 7n, 8n, 9n, 49n, 50n, 51n, 499n, 500n, 501n, 999n, 1000n, 2n ** 252n, order - 1n]
const baseRows = 26 * 500
const keyRows = 39 * 50

function entryOf([x, y]: Point): string[] {
  return [modulo(y + x), modulo(y - x), modulo(x * y * d2)].map(String)
}

test.each([
  [3, 26],
  [2, 39],
])('a scalar is the sum of its entries of %i digits', async (width, places) => {
  const half = 10n ** BigInt(width) / 2n
  for (const scalar of [...edges, 10n ** 75n * 5n, BigInt('499'.repeat(25)), BigInt('500'.repeat(25))]) {
    const entries = await column(client, `select unnest(auth.ed25519_entries($1, $2, $3))`, [
      scalar,
      width,
      places,
    ])
    const sum = (entries as number[]).reduce((total, entry) => {
      const [place, digit] = [
        (BigInt(Math.abs(entry)) - 1n) / half,
        ((BigInt(Math.abs(entry)) - 1n) % half) + 1n,
      ]
      return total + BigInt(Math.sign(entry)) * digit * (2n * half) ** place
    }, 0n)
    expect(sum).toBe(scalar)
  }
})

test('a scalar that the digits cannot hold is an error', async () => {
  const error = await errorOf(client, `select auth.ed25519_entries(1e78, 3, 26)`)
  expect(error).toMatchObject({ code: 'XX000', message: 'the scalar has too many digits' })
})

test('the tables hold the multiples of the base point, and of the opposite of a key', async () => {
  const { publicKey } = generateKeyPairSync('ed25519')
  const jwk = publicKey.export({ format: 'jwk' })
  const id = await register(client, jwk, 'EdDSA')
  const encoded = Buffer.from(jwk.x ?? '', 'base64url').reverse()
  const sign = BigInt(encoded[0] as number) >> 7n
  const point = pointAt(BigInt(`0x${encoded.toString('hex')}`) - (sign << 255n), sign) as Point
  const tables: [string, Point, number, number][] = [
    ['auth.ed25519_base_points where', base, 500, 26],
    [`auth.ed25519_key_points where key_id = ${id} and`, [p - point[0], point[1]], 50, 39],
  ]
  for (const [table, origin, half, places] of tables) {
    expect(await column(client, `select count(*)::int from ${table} true`)).toEqual([half * places])
    const samples = [
      1,
      half,
      half + 1,
      half * places,
      ...Array.from({ length: 12 }, () => randomInt(half * places) + 1),
    ]
    for (const entry of samples) {
      const place = BigInt(Math.floor((entry - 1) / half))
      const scalar = (BigInt((entry - 1) % half) + 1n) * BigInt(2 * half) ** place
      const { rows } = await client.query({
        text: `select y_plus_x, y_minus_x, xy2d from ${table} entry = ${entry}`,
        rowMode: 'array',
      })
      expect(rows).toEqual([entryOf(multiply(scalar, origin))])
    }
  }
})

test('a multiple without a table is the multiple', async () => {
  for (const scalar of [...edges, 16n, 17n, order - 8n, order - 7n]) {
    const { rows } = await client.query(
      `select mod(m[1] * auth.inverse_modulo(mod(m[3] + $4, $4), $4) + 2 * $4 * $4, $4) as x,
         mod(m[2] * auth.inverse_modulo(mod(m[3] + $4, $4), $4) + 2 * $4 * $4, $4) as y,
         mod(m[1] * m[2] - m[3] * m[4], $4) = 0 as consistent
       from auth.ed25519_multiply($1, $2, $3) m`,
      [scalar, ...base, p],
    )
    expect(rows).toEqual([
      { x: String(multiply(scalar, base)[0]), y: String(multiply(scalar, base)[1]), consistent: true },
    ])
  }
})

describe('with rows missing', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const jwk = publicKey.export({ format: 'jwk' })
  const message = Buffer.from('message')
  const signature = sign(null, message, privateKey)
  const incomplete = { code: 'XX000', message: 'the tables of Ed25519 are incomplete' }
  const verify = `select auth.ed25519_verify($1, $2, 'EdDSA', $3, $4)`

  // S for the base point, the challenge for the key: each digit that is not 0 needs its row.
  const needed = {
    base_points: [fromLittleEndian(signature.subarray(32)), 3, 26],
    key_points: [challenge(signature.subarray(0, 32), Buffer.from(jwk.x ?? '', 'base64url'), message), 2, 39],
  }

  test.each(['base_points', 'key_points'] as const)('of %s, verifying is an error', async (table) => {
    const keyId = await register(client, jwk, 'EdDSA')
    const values = [keyId, jwk, message, signature]
    expect(await column(client, verify, values)).toEqual([true])
    const entries = await column(
      client,
      'select abs(unnest(auth.ed25519_entries($1, $2, $3)))',
      needed[table],
    )
    for (const missing of [...entries, 'entry']) {
      await rolledBack(client, async () => {
        await client.query(`delete from auth.ed25519_${table} where entry = ${missing}`)
        expect(await errorOf(client, verify, values)).toMatchObject(incomplete)
      })
    }
  })

  test('of the key itself, for either family', async () => {
    const values = [-1, jwk, message, signature]
    expect(await errorOf(client, verify, values)).toMatchObject({ code: 'XX000' })
    const rsa = `select auth.rsa_verify($1, $2, 'RS256', $3, $4)`
    expect(await errorOf(client, rsa, values)).toMatchObject({ code: 'XX000' })
  })

  test('another installation makes the rows of the base point again, and touches a full table not at all', async () => {
    await rolledBack(client, async () => {
      const content = `select md5(string_agg(b::text, ',' order by entry)) from auth.ed25519_base_points b`
      const [before] = await column(client, content)
      await client.query('delete from auth.ed25519_base_points where entry = 77')
      await installAlgorithms(client)
      expect(await column(client, content)).toEqual([before])
      const versions = 'select count(distinct xmin::text)::int, min(ctid)::text from auth.ed25519_base_points'
      const { rows } = await client.query(versions)
      await installAlgorithms(client)
      expect((await client.query(versions)).rows).toEqual(rows)
      expect(await column(client, 'select count(*)::int from auth.ed25519_base_points')).toEqual([baseRows])
    })
  })
})

test('registering again replaces the values, and a key that is deleted takes them along', async () => {
  await rolledBack(client, async () => {
    const first = generateKeyPairSync('ed25519')
    const second = generateKeyPairSync('ed25519')
    const message = Buffer.from('message')
    const keyId = await register(client, first.publicKey.export({ format: 'jwk' }), 'EdDSA')
    const jwk = second.publicKey.export({ format: 'jwk' })
    await client.query('select auth.ed25519_register($1, $2)', [keyId, jwk])
    const verify = `select auth.ed25519_verify($1, $2, 'EdDSA', $3, $4)`
    for (const [{ privateKey }, genuine] of [
      [first, false],
      [second, true],
    ] as const) {
      expect(await column(client, verify, [keyId, jwk, message, sign(null, message, privateKey)])).toEqual([
        genuine,
      ])
    }
    const rows = 'select count(*)::int from auth.ed25519_key_points where key_id = $1'
    expect(await column(client, rows, [keyId])).toEqual([keyRows])
    await client.query('delete from auth.jwks where id = $1', [keyId])
    expect(await column(client, rows, [keyId])).toEqual([0])
  })
  expect(await decide(client, [], true)).toEqual([])
})
