import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  generatePrimeSync,
  type JsonWebKey,
  type KeyObject,
  privateEncrypt,
} from 'node:crypto'

export interface RsaKey {
  readonly bits: number
  readonly privateKey: KeyObject
  readonly jwk: JsonWebKey
  readonly modulus: bigint
}

/** A key of exactly as many bits: OpenSSL by itself makes even numbers of bits only. */
export function rsaKey(bits: number): RsaKey {
  const privateKey =
    bits % 2 === 0
      ? generateKeyPairSync('rsa', { modulusLength: bits }).privateKey
      : createPrivateKey({ key: oddKey(bits), format: 'jwk' })
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' })
  return { bits, privateKey, jwk, modulus: toInteger(Buffer.from(jwk.n ?? '', 'base64url')) }
}

function oddKey(bits: number): JsonWebKey {
  const e = 65537n
  for (;;) {
    const p = generatePrimeSync((bits + 1) / 2, { bigint: true })
    const q = generatePrimeSync((bits - 1) / 2, { bigint: true })
    const n = p * q
    const order = (p - 1n) * (q - 1n)
    if (n.toString(2).length !== bits || order % e === 0n) continue
    const d = inverse(e, order)
    const values = { n, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) }
    const members = Object.entries(values).map(([name, value]) => {
      return [name, toBytes(value, Math.ceil(value.toString(16).length / 2)).toString('base64url')]
    })
    return { kty: 'RSA', ...Object.fromEntries(members) }
  }
}

function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, u, v] = [modulus, value % modulus, 0n, 1n]
  while (b !== 0n) [a, b, u, v] = [b, a % b, v, u - (a / b) * v]
  return u < 0n ? u + modulus : u
}

/** The private operation on an encoded message, whatever it looks like. */
export function signEncoded({ bits, privateKey }: RsaKey, encoded: Buffer): Buffer {
  const block = toBytes(toInteger(encoded), Math.ceil(bits / 8))
  return privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, block)
}

export function toInteger(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`)
}

export function toBytes(value: bigint, length: number): Buffer {
  return Buffer.from(value.toString(16).padStart(2 * length, '0'), 'hex')
}
