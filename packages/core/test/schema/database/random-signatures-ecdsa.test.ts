import { randomBytes, randomInt } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databaseWithAlgorithms } from './support/database-with-algorithms.js'
import { p256, p384 } from './support/ecdsa-curve.js'
import { ecdsaKey } from './support/ecdsa-key.js'
import { decide, named, rightAnswers, type SignatureCase } from './support/signature-case.js'

let database: Awaited<ReturnType<typeof databaseWithAlgorithms>>

beforeAll(async () => {
  database = await databaseWithAlgorithms()
})

afterAll(() => database.close())

/** So many signatures of the registered key; thousands, where `ROWAUTH_RUNS` says so. */
const runs = Number(process.env.ROWAUTH_RUNS ?? 50)

function flipped(bytes: Buffer, bit = randomInt(8 * bytes.length)): Buffer {
  const copy = Buffer.from(bytes)
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return copy
}

/** A signature of random bytes, and what it becomes by one bit. */
function variants(signed: SignatureCase): SignatureCase[] {
  const forged = { ...signed, genuine: false }
  const coordinate = randomInt(2) === 0 ? 'x' : 'y'
  const bytes = Buffer.from(signed.jwk[coordinate] ?? '', 'base64url')
  return [
    signed,
    { ...forged, name: 'a bit of the message', message: flipped(signed.message) },
    { ...forged, name: 'a bit of the signature', signature: flipped(signed.signature) },
    {
      ...forged,
      name: 'a bit of the key',
      jwk: { ...signed.jwk, [coordinate]: flipped(bytes).toString('base64url') },
    },
    { ...forged, name: 'a bit more', message: Buffer.concat([signed.message, Buffer.alloc(1)]) },
  ]
}

const timeout = 30_000 + 250 * runs

test.each([p256, p384])('random signatures of $alg are decided rightly', { timeout }, async (curve) => {
  for (const registered of [true, false]) {
    const key = ecdsaKey(curve)
    const cases = Array.from({ length: registered ? runs : Math.ceil(runs / 5) }, () =>
      key.signs(randomBytes(randomInt(1, 300))),
    ).flatMap(variants)
    // A changed key is not registered: it is refused before that.
    expect(named(cases, await decide(database.client, cases, registered))).toEqual(rightAnswers(cases))
  }
})

test('a signature of each bit changed is refused', async () => {
  const signed = ecdsaKey(p256).signs(Buffer.from('eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9'))
  const cases = Array.from({ length: 8 * signed.signature.length }, (_, bit) => ({
    ...signed,
    name: `bit ${bit}`,
    signature: flipped(signed.signature, bit),
    genuine: false,
  }))
  expect(await decide(database.client, [signed, ...cases], true)).toEqual([true, ...cases.map(() => false)])
})

test('a signature under another key is refused', async () => {
  const [first, second] = [ecdsaKey(p256), ecdsaKey(p256)]
  const message = randomBytes(40)
  const cases = [{ ...first.signs(message), jwk: second.jwk, genuine: false }]
  for (const registered of [true, false]) {
    expect(await decide(database.client, cases, registered)).toEqual([false])
  }
})
