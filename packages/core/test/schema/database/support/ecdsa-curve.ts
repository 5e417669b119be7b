import { createECDH, type JsonWebKey } from 'node:crypto'

/** A curve of JWS, with the constants as NIST SP 800-186 and SEC 2 print them. */
export interface Curve {
  readonly alg: string
  readonly hash: string
  readonly crv: string
  readonly opensslName: string
  readonly octets: number
  readonly p: bigint
  readonly n: bigint
  readonly b: bigint
  readonly x: bigint
  readonly y: bigint
}

export const p256: Curve = {
  alg: 'ES256',
  hash: 'sha256',
  crv: 'P-256',
  opensslName: 'prime256v1',
  octets: 32,
  p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
  n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
  x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
}

export const p384: Curve = {
  alg: 'ES384',
  hash: 'sha384',
  crv: 'P-384',
  opensslName: 'secp384r1',
  octets: 48,
  p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffffn,
  n: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
  x: 0xaa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7n,
  y: 0x3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5fn,
}

export function toBytes(value: bigint, octets: number): Buffer {
  return Buffer.from(value.toString(16).padStart(2 * octets, '0'), 'hex')
}

export function toInteger(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
}

/** The remainder, which is never negative. */
export function modulo(value: bigint, modulus: bigint): bigint {
  return ((value % modulus) + modulus) % modulus
}

/** The inverse modulo a prime. */
export function inverseModulo(value: bigint, prime: bigint): bigint {
  let [power, base, exponent] = [1n, modulo(value, prime), prime - 2n]
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) power = (power * base) % prime
    base = (base * base) % prime
  }
  return power
}

/** A multiple of the base point, which OpenSSL computes: it is the public key of the scalar. */
export function multipleOfBase(curve: Curve, scalar: bigint): { x: bigint; y: bigint } {
  const ecdh = createECDH(curve.opensslName)
  ecdh.setPrivateKey(toBytes(modulo(scalar, curve.n), curve.octets))
  const bytes = ecdh.getPublicKey().subarray(1)
  return { x: toInteger(bytes.subarray(0, curve.octets)), y: toInteger(bytes.subarray(curve.octets)) }
}

export function jwkOf(curve: Curve, { x, y }: { x: bigint; y: bigint }): JsonWebKey {
  const encode = (value: bigint) => toBytes(value, curve.octets).toString('base64url')
  return { kty: 'EC', crv: curve.crv, x: encode(x), y: encode(y) }
}

/** A signature as JWS has it. */
export function signatureOf(curve: Curve, r: bigint, s: bigint): Buffer {
  return Buffer.concat([toBytes(r, curve.octets), toBytes(s, curve.octets)])
}
