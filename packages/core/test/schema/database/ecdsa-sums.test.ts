import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databaseWithAlgorithms } from './support/database-with-algorithms.js'
import {
  inverseModulo,
  jwkOf,
  modulo,
  multipleOfBase,
  p256,
  p384,
  signatureOf,
  toInteger,
} from './support/ecdsa-curve.js'
import { add, multiply, pointAt } from './support/ecdsa-points.js'
import { expectAgreement } from './support/expect-agreement.js'

let database: Awaited<ReturnType<typeof databaseWithAlgorithms>>

beforeAll(async () => {
  database = await databaseWithAlgorithms()
})

afterAll(() => database.close())

const message = Buffer.from('eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9')

describe.each([p256, p384])('$alg', (curve) => {
  const { alg, hash, n } = curve
  const hashed = toInteger(createHash(hash).update(message).digest())
  const rOf = (nonce: bigint) => modulo(multipleOfBase(curve, nonce).x, n)

  /**
   * A signature for which the base point is multiplied by `base`, and the key so that it gives the base point times
   * `key`. Whoever makes such a signature has to choose the private key for it.
   */
  function chosen(name: string, base: bigint, key: bigint, r = rOf(base + key)) {
    const s = modulo(hashed * inverseModulo(base, n), n)
    const secret = modulo(key * s * inverseModulo(r, n), n)
    return {
      name,
      alg,
      jwk: jwkOf(curve, multipleOfBase(curve, secret)),
      message,
      signature: signatureOf(curve, r, s),
    }
  }

  /** Has a digit of its own in the tables, the highest but a few. */
  const high = 10n ** BigInt(n.toString().length - 3)

  test('points that meet within the sum make neither a forgery nor a refusal', async () => {
    const cases = [
      chosen('equal', 1n, 1n),
      chosen('equal, and then more', high + 1n, high),
      chosen('equal, and then much more', 7n * high + 123_456_789n, 7n * high),
      chosen('opposite, and then more', high + 1n, -high),
      chosen('opposite, and then much more', 7n * high + 123_456_789n, -7n * high),
      chosen('opposite but for one', 1_001_001n, -1_001_000n),
    ]
    const names = cases.map(({ name }) => name)
    await expectAgreement(database.client, cases, names)

    const forged = cases.map((each) => ({ ...each, message: Buffer.from(`${message}!`) }))
    await expectAgreement(database.client, forged, [])
  })

  test('the point at infinity is no signature, whatever r is', async () => {
    const cases = [1n, high, high + 1n, n - 1n].flatMap((scalar) =>
      [1n, n - 1n, rOf(1n), rOf(scalar)].map((r) => chosen(`${scalar} times, as ${r}`, scalar, -scalar, r)),
    )
    await expectAgreement(database.client, cases, [])
  })

  test('keys with a small private number, and their opposites', async () => {
    const secrets = [1n, 2n, 10n, 1000n, n - 1n, n - 2n, (n + 1n) / 2n]
    const nonce = 0x1234_5678_9abc_def0n
    const cases = secrets.map((secret) => {
      const s = modulo((hashed + rOf(nonce) * secret) * inverseModulo(nonce, n), n)
      const jwk = jwkOf(curve, multipleOfBase(curve, secret))
      return { name: String(secret), alg, jwk, message, signature: signatureOf(curve, rOf(nonce), s) }
    })
    await expectAgreement(database.client, cases, secrets.map(String))
  })

  // Nobody knows the nonce of such a point; the key is made from it (SEC 1, section 4.1.6, recovers keys in that way).
  test('r is compared with x modulo n, where x is between n and p', async () => {
    const points = [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n].flatMap((more) => pointAt(curve, n + more) ?? [])
    expect(points.length).toBeGreaterThan(1)
    const cases = points.flatMap((point) => {
      const r = point.x - n
      const multipleOfKey = add(curve, point, multipleOfBase(curve, -hashed))
      const jwk = jwkOf(curve, multiply(curve, multipleOfKey, inverseModulo(r, n)))
      return [
        { name: `r = ${r}`, alg, jwk, message, signature: signatureOf(curve, r, 1n) },
        { name: `r = n + ${r}`, alg, jwk, message, signature: signatureOf(curve, n + r, 1n) },
      ]
    })
    const names = points.map(({ x }) => `r = ${x - n}`)
    await expectAgreement(database.client, cases, names)
  })
})
