import {
  constants,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  randomBytes,
  randomInt,
  sign,
} from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databaseWithAlgorithms } from './support/database-with-algorithms.js'
import { nodeVerify } from './support/node-verify.js'
import { rsaKey } from './support/rsa-key.js'
import { decide, named, rightAnswers, type SignatureCase } from './support/signature-case.js'

/** How many signatures of each kind are made, each of which is then forged in three ways. */
const runs = Number(process.env.ROWAUTH_RUNS ?? 50)
const signaturesPerKey = 100

let database: Awaited<ReturnType<typeof databaseWithAlgorithms>>

beforeAll(async () => {
  database = await databaseWithAlgorithms()
})

afterAll(() => database.close())

function flipBit(bytes: Buffer): Buffer {
  const flipped = Buffer.from(bytes)
  const bit = randomInt(8 * bytes.length)
  flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7))
  return flipped
}

function flipKey(jwk: JsonWebKey): JsonWebKey {
  const member = jwk.kty === 'RSA' ? 'n' : 'x'
  return { ...jwk, [member]: flipBit(Buffer.from(jwk[member] ?? '', 'base64url')).toString('base64url') }
}

const kinds: [string, string, number][] = [
  ['RS256 of 2048 bits', 'RS256', 2048],
  ['RS256 of 3072 bits', 'RS256', 3072],
  ['RS256 of 4096 bits', 'RS256', 4096],
  ['PS256 of 2048 bits', 'PS256', 2048],
  ['PS256 of 4096 bits', 'PS256', 4096],
  ['EdDSA', 'EdDSA', 255],
]

function makeKey(alg: string, bits: number): { privateKey: KeyObject; jwk: JsonWebKey } {
  if (alg !== 'EdDSA') return rsaKey(bits)
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return { privateKey, jwk: publicKey.export({ format: 'jwk' }) }
}

describe.each(kinds)('random signatures of %s', (_, alg, bits) => {
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }

  test('are taken as they are made, and not with any bit flipped', async () => {
    for (let rest = runs; rest > 0; rest -= signaturesPerKey) {
      const { privateKey, jwk } = makeKey(alg, bits)
      const signed = Array.from({ length: Math.min(rest, signaturesPerKey) }, () => {
        const message = randomBytes(randomInt(1, 600))
        const key = alg === 'PS256' ? { key: privateKey, ...pss } : privateKey
        return { alg, jwk, message, signature: sign(alg === 'EdDSA' ? null : 'sha256', message, key) }
      })
      const sameKey = signed.flatMap((each): SignatureCase[] => [
        { ...each, name: 'as it was made', genuine: true },
        { ...each, name: 'a bit of the message', message: flipBit(each.message), genuine: false },
        { ...each, name: 'a bit of the signature', signature: flipBit(each.signature), genuine: false },
      ])
      expect(sameKey.map(nodeVerify)).toEqual(sameKey.map(({ genuine }) => genuine))
      expect(named(sameKey, await decide(database.client, sameKey, true))).toEqual(rightAnswers(sameKey))

      // Without registration: each forged key would want a table of its own.
      const otherKeys = signed.flatMap((each): SignatureCase[] => [
        { ...each, name: 'as it was made', genuine: true },
        { ...each, name: 'a bit of the key', jwk: flipKey(jwk), genuine: false },
      ])
      expect(named(otherKeys, await decide(database.client, otherKeys, false))).toEqual(
        rightAnswers(otherKeys),
      )
    }
  }, 7_200_000)
})

test('every bit of an EdDSA signature counts, and every byte of an RS256 one', async () => {
  const message = Buffer.from('message')
  const flipped = (alg: string, bits: number, step: number): SignatureCase[] => {
    const { privateKey, jwk } = makeKey(alg, bits)
    const signature = sign(alg === 'EdDSA' ? null : 'sha256', message, privateKey)
    return Array.from({ length: (8 * signature.length) / step }, (_, index) => {
      const bit = step * index + (step === 1 ? 0 : index % step)
      const changed = Buffer.from(signature)
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7))
      return { name: `bit ${bit} of ${alg}`, alg, jwk, message, signature: changed, genuine: false }
    })
  }
  const cases = [...flipped('EdDSA', 255, 1), ...flipped('RS256', 2048, 8)]
  expect(named(cases, await decide(database.client, cases, true))).toEqual(rightAnswers(cases))
})
