import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { afterAll, beforeAll, describe, test } from 'vitest'
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
import { expectAgreement } from './support/expect-agreement.js'

let database: Awaited<ReturnType<typeof databaseWithAlgorithms>>

beforeAll(async () => {
  database = await databaseWithAlgorithms()
})

afterAll(() => database.close())

const message = Buffer.from('eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9')

function makeKey(curve: Curve) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: curve.opensslName })
  return { privateKey, jwk: publicKey.export({ format: 'jwk' }) }
}

function signWith(curve: Curve, key: KeyObject, encoding: 'ieee-p1363' | 'der' = 'ieee-p1363'): Buffer {
  return sign(curve.hash, message, { key, dsaEncoding: encoding })
}

function hashOf(curve: Curve, text: Buffer): bigint {
  return toInteger(createHash(curve.hash).update(text).digest())
}

describe.each([p256, p384])('$alg', (curve) => {
  const { alg, n, p, octets } = curve
  const { privateKey, jwk } = makeKey(curve)
  const genuine = signWith(curve, privateKey)
  const r = toInteger(genuine.subarray(0, octets))
  const s = toInteger(genuine.subarray(octets))
  const caseOf = (name: string, signature: Buffer) => ({ name, alg, jwk, message, signature })

  test('r and s are numbers from 1 to n - 1, and s may be its opposite', async () => {
    const highest = (1n << BigInt(8 * octets)) - 1n
    const special: [string, bigint][] = [
      ['0', 0n],
      ['1', 1n],
      ['2', 2n],
      ['n - 1', n - 1n],
      ['n', n],
      ['n + 1', n + 1n],
      ['p - 1', p - 1n],
      ['p', p],
      ['the highest', highest],
    ]
    const pairs: [string, bigint, bigint][] = [
      ['as it was made', r, s],
      ['s negated', r, n - s],
      ['r negated', n - r, s],
      ['r and s exchanged', s, r],
      ...special.flatMap(([name, value]): [string, bigint, bigint][] => [
        [`r = ${name}`, value, s],
        [`s = ${name}`, r, value],
        [`r = s = ${name}`, value, value],
      ]),
    ]
    await expectAgreement(
      database.client,
      pairs.map(([name, first, second]) => caseOf(name, signatureOf(curve, first, second))),
      ['as it was made', 's negated'],
    )
  })

  test('r and s have one length', async () => {
    const zero = Buffer.alloc(1)
    const cases: [string, Buffer][] = [
      ['as it was made', genuine],
      ['nothing', Buffer.alloc(0)],
      ['a byte', zero],
      ['the first byte missing', genuine.subarray(1)],
      ['the last byte missing', genuine.subarray(0, -1)],
      ['r alone', genuine.subarray(0, octets)],
      ['a zero in front', Buffer.concat([zero, genuine])],
      ['a zero behind', Buffer.concat([genuine, zero])],
      ['both with a zero in front', signatureOf({ ...curve, octets: octets + 1 }, r, s)],
      ['both in 66 bytes, as ES512 has them', signatureOf({ ...curve, octets: 66 }, r, s)],
      ['twice', Buffer.concat([genuine, genuine])],
      ['DER', signWith(curve, privateKey, 'der')],
      ['a mebibyte', Buffer.alloc(2 ** 20, genuine)],
    ]
    await expectAgreement(
      database.client,
      cases.map(([name, bytes]) => caseOf(name, bytes)),
      ['as it was made'],
    )
  })

  test('numbers that begin with zero bytes keep them', async () => {
    // A nonce is found for which r is short; s is made short by the choice of the private key.
    let nonce = 1n
    while (multipleOfBase(curve, nonce).x >> BigInt(8 * (octets - 1)) !== 0n) nonce += 1n
    const short = multipleOfBase(curve, nonce).x
    const secret = modulo((5n * nonce - hashOf(curve, message)) * inverseModulo(short, n), n)
    const key = jwkOf(curve, multipleOfBase(curve, secret))
    const signature = signatureOf(curve, short, 5n)
    await expectAgreement(
      database.client,
      [
        { name: 'with their zeros', alg, jwk: key, message, signature },
        { name: 'without', alg, jwk: key, message, signature: signature.subarray(1) },
      ],
      ['with their zeros'],
    )
  })
})
