import { constants, randomBytes, sign } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databaseWithAlgorithms } from './support/database-with-algorithms.js'
import { nodeVerify } from './support/node-verify.js'
import { pkcs1Variants } from './support/pkcs1-variants.js'
import { encodePss, type PssVariant } from './support/pss-encoding.js'
import { type RsaKey, rsaKey, signEncoded, toBytes, toInteger } from './support/rsa-key.js'
import { decide, named, rightAnswers, type SignatureCase } from './support/signature-case.js'

let database: Awaited<ReturnType<typeof databaseWithAlgorithms>>

beforeAll(async () => {
  database = await databaseWithAlgorithms()
})

afterAll(() => database.close())

const message = Buffer.from('eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9')

/** The right answer is that of `node:crypto`; the list names the cases that it is expected to accept. */
async function expectAgreement(cases: Omit<SignatureCase, 'genuine'>[], genuine: string[]) {
  const compared = cases.map((each) => ({ ...each, genuine: nodeVerify(each) }))
  expect(compared.filter((each) => each.genuine).map(({ name }) => name)).toEqual(genuine)
  for (const registered of [true, false]) {
    expect(named(compared, await decide(database.client, compared, registered))).toEqual(
      rightAnswers(compared),
    )
  }
}

/** A signature of a random message that is as asked for. */
function signUntil({ jwk, privateKey }: RsaKey, alg: string, accepted: (signature: Buffer) => boolean) {
  const padding = alg === 'PS256' ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : {}
  for (;;) {
    const random = randomBytes(16)
    const signature = sign('sha256', random, { key: privateKey, ...padding })
    if (accepted(signature)) return { name: 'as it was made', alg, jwk, message: random, signature }
  }
}

/** A signature in all the ways in which its number could be written, and numbers next to it. */
function writings(key: RsaKey, signature: Buffer): [string, Buffer][] {
  const { modulus } = key
  const length = signature.length
  const number = toInteger(signature)
  const raised = number + modulus
  return [
    ['as it was made', signature],
    ['a zero in front', Buffer.concat([Buffer.alloc(1), signature])],
    ['a zero behind', Buffer.concat([signature, Buffer.alloc(1)])],
    ['the first byte missing', signature.subarray(1)],
    ['the last byte missing', signature.subarray(0, -1)],
    ['the modulus added, in a byte more', toBytes(raised, length + 1)],
    ...(raised < 1n << BigInt(8 * length)
      ? [['the modulus added', toBytes(raised, length)] as [string, Buffer]]
      : []),
    ['its opposite', toBytes(modulus - number, length)],
    ['the modulus', toBytes(modulus, length)],
    ['one more than the modulus', toBytes(modulus + 1n, length)],
    ['one less than the modulus', toBytes(modulus - 1n, length)],
    ['the largest number', Buffer.alloc(length, 0xff)],
    ['one', toBytes(1n, length)],
    ['zero', Buffer.alloc(length)],
    ['nothing', Buffer.alloc(0)],
    ['twice', Buffer.concat([signature, signature])],
    ['the bytes reversed', Buffer.from(signature).reverse()],
  ]
}

describe.each([2048, 2049, 2055, 3072])('a modulus of %i bits', (bits) => {
  const key = rsaKey(bits)
  const { jwk, privateKey } = key

  test('RS256 takes the one encoded message, and no other that looks like it', async () => {
    const variants = pkcs1Variants(message, Math.ceil(bits / 8))
    const signable = variants.filter(([, encoded]) => toInteger(encoded) < key.modulus)
    expect(signable.length).toBeGreaterThan(35)
    const cases = signable.map(([name, encoded]) => ({
      name,
      alg: 'RS256',
      jwk,
      message,
      signature: signEncoded(key, encoded),
    }))
    await expectAgreement(cases, ['as it has to be'])
  })

  test.each(['RS256', 'PS256'])('a signature of %s can be written in one way', async (alg) => {
    const signed = signUntil(key, alg, (signature) => signature[0] !== 0)
    const cases = writings(key, signed.signature).map(([name, signature]) => ({ ...signed, name, signature }))
    await expectAgreement(cases, ['as it was made'])
  })

  test('PS256 takes a salt of 32 bytes and SHA-256, and nothing else in the encoding', async () => {
    const variants: [string, PssVariant][] = [
      ['as it has to be', {}],
      ['no salt', { saltLength: 0 }],
      ['a salt of 31 bytes', { saltLength: 31 }],
      ['a salt of 33 bytes', { saltLength: 33 }],
      ['a salt of 20 bytes', { saltLength: 20 }],
      ['the longest salt', { saltLength: Math.ceil((bits - 1) / 8) - 34 }],
      ['a separator of 2', { separator: 2 }],
      ['no separator', { separator: 0 }],
      ['a separator of 81', { separator: 0x81 }],
      ['another trailer', { trailer: 0xcc }],
      ['a trailer of zero', { trailer: 0 }],
      ['the first bit of the zeros set', { zerosBit: 0 }],
      ['a bit in the middle of the zeros set', { zerosBit: 500 }],
      ['the last bit of the zeros set', { zerosBit: bits - 1 - 8 * 33 - 8 * 33 - 1 }],
      ['SHA-1 in the mask', { maskHash: 'sha1' }],
      ['SHA-1 throughout', { hash: 'sha1', saltLength: 20 }],
      ['SHA-512/256', { hash: 'sha512-256' }],
      ['another prefix', { prefix: Buffer.from('0000000000000001', 'hex') }],
    ]
    if ((bits - 1) % 8 !== 0) variants.push(['a bit beyond the length', { unusedBits: true }])
    const cases = variants.map(([name, variant]) => {
      let encoded: Buffer
      do encoded = encodePss(message, bits - 1, variant)
      while (toInteger(encoded) >= key.modulus)
      return { name, alg: 'PS256', jwk, message, signature: signEncoded(key, encoded) }
    })
    await expectAgreement(cases, ['as it has to be'])
  })

  test('a signature of one algorithm is none of the other', async () => {
    const pkcs1 = sign('sha256', message, privateKey)
    const pss = sign('sha256', message, {
      key: privateKey,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: 32,
    })
    const cases = [
      { name: 'PKCS#1 as PSS', alg: 'PS256', jwk, message, signature: pkcs1 },
      { name: 'PSS as PKCS#1', alg: 'RS256', jwk, message, signature: pss },
    ]
    await expectAgreement(cases, [])
  })
})

describe('a signature that begins with a zero', () => {
  const key = rsaKey(2048)

  test('is taken by RS256 with that zero only', async () => {
    const signed = signUntil(key, 'RS256', (signature) => signature[0] === 0)
    const without = { ...signed, name: 'without its zero', signature: signed.signature.subarray(1) }
    await expectAgreement([signed, without], ['as it was made'])
  })

  test('is taken by PS256 with that zero only, as RFC 8017 says; OpenSSL adds a missing one', async () => {
    const signed = signUntil(key, 'PS256', (signature) => signature[0] === 0)
    const without = { ...signed, name: 'without its zero', signature: signed.signature.subarray(1) }
    expect([nodeVerify(signed), nodeVerify(without)]).toEqual([true, true])
    for (const registered of [true, false]) {
      const cases = [signed, without].map((each) => ({ ...each, genuine: true }))
      expect(await decide(database.client, cases, registered)).toEqual([true, false])
    }
  })
})
