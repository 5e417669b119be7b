import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { column, errorOf, rolledBack } from '../support/database.js'
import { installAlgorithms } from './support/algorithms.js'
import { databaseWithAlgorithms } from './support/database-with-algorithms.js'
import {
  type Curve,
  inverseModulo,
  jwkOf,
  modulo,
  multipleOfBase,
  p256,
  p384,
  signatureOf,
  toInteger,
} from './support/ecdsa-curve.js'
import { ecdsaKey } from './support/ecdsa-key.js'
import { decide, register, type SignatureCase } from './support/signature-case.js'

let database: Awaited<ReturnType<typeof databaseWithAlgorithms>>

beforeAll(async () => {
  database = await databaseWithAlgorithms()
})

afterAll(() => database.close())

const message = Buffer.from('eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9')

/** The multiples that a table is to hold, of a point with a known private number: OpenSSL computes them. */
function multiplesOf(curve: Curve, secret: bigint, radix: bigint, places: number) {
  return Array.from({ length: (places * Number(radix)) / 2 }, (_, index) => {
    const place = BigInt(Math.floor(index / (Number(radix) / 2)))
    const digit = (BigInt(index) % (radix / 2n)) + 1n
    const { x, y } = multipleOfBase(curve, secret * digit * radix ** place)
    return { entry: index + 1, x: String(x), y: String(y) }
  })
}

async function baseTable(alg: string) {
  const { rows } = await database.client.query(
    'select entry, x, y from auth.ecdsa_base_points where alg = $1 order by entry',
    [alg],
  )
  return rows
}

async function keyTable(keyId: string | null) {
  const { rows } = await database.client.query(
    'select entry, x, y from auth.ecdsa_key_points where key_id = $1 order by entry',
    [keyId],
  )
  return rows
}

test.each([
  ['ES256', p256, 1000n, 26],
  ['ES384', p384, 100n, 58],
] as const)('the table of %s holds the multiples of the base point', async (alg, curve, radix, places) => {
  expect(await baseTable(alg)).toEqual(multiplesOf(curve, 1n, radix, places))
})

test.each([
  ['ES256', p256, 39],
  ['ES384', p384, 58],
] as const)('a registered key of %s has a table of its multiples', async (alg, curve, places) => {
  const secret = modulo(toInteger(randomBytes(curve.octets)), curve.n)
  const jwk = jwkOf(curve, multipleOfBase(curve, secret))
  const keyId = await register(database.client, jwk, alg)
  const multiples = multiplesOf(curve, secret, 100n, places)
  expect(await keyTable(keyId)).toEqual(multiples)

  await database.client.query('select auth.ecdsa_register($1, $2)', [keyId, jwk])
  expect(await keyTable(keyId)).toEqual(multiples)

  await database.client.query('delete from auth.jwks where id = $1', [keyId])
  expect(await keyTable(keyId)).toEqual([])
})

test('a malformed key is not registered', async () => {
  const jwk = { ...jwkOf(p256, multipleOfBase(p256, 1n)), crv: 'P-521' }
  await rolledBack(database.client, async () => {
    const [id] = await column(database.client, 'insert into auth.jwks default values returning id')
    const error = await errorOf(database.client, 'select auth.ecdsa_register($1, $2)', [id, jwk])
    expect(error).toMatchObject({ code: '22023' })
  })
})

test('an installation fills a table that lacks rows, and leaves a full one alone', async () => {
  const versions = () =>
    column(database.client, 'select (alg, entry, xmin)::text from auth.ecdsa_base_points order by alg, entry')
  const before = await versions()
  await installAlgorithms(database.client)
  expect(await versions()).toEqual(before)

  await database.client.query(
    `delete from auth.ecdsa_base_points where alg = 'ES256' and entry = any ('{1,6000,13000}') or alg = 'ES384'`,
  )
  await installAlgorithms(database.client)
  expect((await versions()).length).toBe(before.length)
  expect((await baseTable('ES256'))[5999]).toEqual(multiplesOf(p256, 1n, 1000n, 12)[5999])
  expect((await baseTable('ES384'))[0]).toEqual(multiplesOf(p384, 1n, 100n, 1)[0])
})

describe.each([p256, p384])('with rows of $alg missing', (curve) => {
  const key = ecdsaKey(curve)

  /** What deciding does after `sql`, to the database's own tables, in a transaction. */
  async function failure(sql: string, registered: boolean, signed: SignatureCase = key.signs(message)) {
    return rolledBack(database.client, async () => {
      const keyId = registered ? await register(database.client, key.jwk, curve.alg) : null
      await database.client.query(sql)
      const { alg, jwk, message, signature } = signed
      return errorOf(database.client, 'select auth.ecdsa_verify($1, $2, $3, $4, $5)', [
        ...[keyId, jwk, alg],
        ...[message, signature],
      ])
    })
  }

  test.each([
    ['of the base point', `delete from auth.ecdsa_base_points where alg = '${curve.alg}'`, true],
    ['of the base point', `delete from auth.ecdsa_base_points where alg = '${curve.alg}'`, false],
    ['of the base point, each tenth', `delete from auth.ecdsa_base_points where entry % 2 = 0`, true],
    ['of the key', 'delete from auth.ecdsa_key_points', true],
    ['of the key, each second', 'delete from auth.ecdsa_key_points where entry % 2 = 0', true],
  ])('%s, verifying fails (%s, %s)', async (_, sql, registered) => {
    expect(await failure(sql, registered)).toMatchObject({ code: 'XX001' })
  })

  test('nobody can do without the key', async () => {
    // With none of the key's multiples, this would be a signature: r is x of the base point times hash / s.
    const hash = toInteger(createHash(curve.hash).update(message).digest())
    const nonce = 987_654_321n
    const r = modulo(multipleOfBase(curve, nonce).x, curve.n)
    const s = modulo(hash * inverseModulo(nonce, curve.n), curve.n)
    const forged = { ...key.signs(message), signature: signatureOf(curve, r, s), genuine: false }
    expect(await failure('delete from auth.ecdsa_key_points', true, forged)).toMatchObject({ code: 'XX001' })
    for (const registered of [true, false]) {
      expect(await decide(database.client, [forged], registered)).toEqual([false])
    }
  })
})
