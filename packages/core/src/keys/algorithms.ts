/**
 * The signature algorithms that can be allowed: asymmetric ones only, by their registered names
 * (RFC 7518, RFC 8037). `Ed25519` is the name that RFC 9864 gives to what `EdDSA` stands for here.
 */
export type SignatureAlgorithm =
  | 'RS256'
  | 'RS384'
  | 'RS512'
  | 'PS256'
  | 'PS384'
  | 'PS512'
  | 'ES256'
  | 'ES384'
  | 'ES512'
  | 'EdDSA'
  | 'Ed25519'

interface KeyType {
  readonly kty: 'RSA' | 'EC' | 'OKP'
  readonly crv?: string
}

const rsa: KeyType = { kty: 'RSA' }
const ed25519: KeyType = { kty: 'OKP', crv: 'Ed25519' }

const keyTypes: ReadonlyMap<string, KeyType> = new Map<SignatureAlgorithm, KeyType>([
  ['RS256', rsa],
  ['RS384', rsa],
  ['RS512', rsa],
  ['PS256', rsa],
  ['PS384', rsa],
  ['PS512', rsa],
  ['ES256', { kty: 'EC', crv: 'P-256' }],
  ['ES384', { kty: 'EC', crv: 'P-384' }],
  ['ES512', { kty: 'EC', crv: 'P-521' }],
  ['EdDSA', ed25519],
  ['Ed25519', ed25519],
])

export const defaultAlgorithms: readonly SignatureAlgorithm[] = ['RS256', 'ES256', 'EdDSA']

export function isSignatureAlgorithm(name: unknown): name is SignatureAlgorithm {
  return typeof name === 'string' && keyTypes.has(name)
}

/** Can a key of this type and curve make and check such signatures? */
export function suitsKeyType(algorithm: SignatureAlgorithm, kty: unknown, crv: unknown): boolean {
  const type = keyTypes.get(algorithm)
  return type !== undefined && type.kty === kty && (type.crv === undefined || type.crv === crv)
}

/** The algorithm that a key of this type is used with when the key itself names none. */
export function usualAlgorithm(kty: unknown, crv: unknown): SignatureAlgorithm | undefined {
  for (const algorithm of ['RS256', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const) {
    if (suitsKeyType(algorithm, kty, crv)) return algorithm
  }
  return undefined
}

/** The one name under which the two names of Ed25519 signatures are compared. */
export function canonicalAlgorithm(algorithm: SignatureAlgorithm): SignatureAlgorithm {
  return algorithm === 'Ed25519' ? 'EdDSA' : algorithm
}
