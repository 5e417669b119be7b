import { createHash, generateKeyPair, type KeyObject, randomBytes, sign } from 'node:crypto'
import { promisify } from 'node:util'

export type Json = Readonly<Record<string, unknown>>

/** A key pair of a provider, made without the code under test. */
export interface ProviderKey {
  readonly alg: 'RS256' | 'ES256' | 'ES384' | 'EdDSA'
  /** `kty` and what makes up the public key; what else an entry of a JWKS holds is the provider's habit. */
  readonly publicMembers: Json
  /** A signed token; the header gets `alg` unless it has one. */
  sign(header: Json, claims: Json): string
}

const generate = promisify(generateKeyPair)

const keyPair = {
  RS256: () => generate('rsa', { modulusLength: 2048 }),
  ES256: () => generate('ec', { namedCurve: 'P-256' }),
  ES384: () => generate('ec', { namedCurve: 'P-384' }),
  EdDSA: () => generate('ed25519', undefined),
}

const hashes = { RS256: 'sha256', ES256: 'sha256', ES384: 'sha384', EdDSA: null }

export async function makeProviderKey(alg: ProviderKey['alg']): Promise<ProviderKey> {
  const { privateKey, publicKey } = await keyPair[alg]()
  return {
    alg,
    publicMembers: { ...publicKey.export({ format: 'jwk' }) },
    sign: (header, claims) => signToken(privateKey, hashes[alg], { alg, ...header }, claims),
  }
}

export const encodePart = (part: Json): string => Buffer.from(JSON.stringify(part)).toString('base64url')

function signToken(key: KeyObject, hash: string | null, header: Json, claims: Json): string {
  const input = `${encodePart(header)}.${encodePart(claims)}`
  const signature = sign(hash, Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64url')}`
}

/**
 * The members by which providers publish a certificate next to a key. There is no certificate behind them: a
 * verifier that read one of them would refuse the key.
 */
export function certificate<Name extends 'x5t' | 'x5t#S256' | 'x5tS256'>(
  ...thumbprints: readonly Name[]
): Json {
  const der = randomBytes(700)
  const members: Record<string, unknown> = { x5c: [der.toString('base64')] }
  for (const name of thumbprints) {
    const hash = name === 'x5t' ? 'sha1' : 'sha256'
    members[name] = createHash(hash).update(der).digest('base64url')
  }
  return members
}
