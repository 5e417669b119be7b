import type { Jwk, RegisteredKey } from './registered-key.js'

/** What a public key consists of (RFC 7518, section 6; RFC 8037, section 2). */
const members = ['kty', 'crv', 'x', 'y', 'n', 'e'] as const

/** Are these the same key material? Some servers pad what the standard wants unpadded. */
export function isSameMaterial(one: Jwk, other: Jwk): boolean {
  return members.every((name) => unpadded(one[name]) === unpadded(other[name]))
}

function unpadded(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/=+$/, '') : value
}

/** Is the published key the registered one, for the same algorithm? A JWK without `alg` leaves that open. */
export function isSameKey(published: Jwk, { jwk, alg }: RegisteredKey): boolean {
  const { alg: named } = published
  const isSameAlgorithm = named === undefined || canonical(named) === canonical(alg)
  return isSameAlgorithm && isSameMaterial(published, jwk)
}

/** `Ed25519` is the name that RFC 9864 gives to what `EdDSA` stands for here. */
function canonical(alg: unknown): unknown {
  return alg === 'Ed25519' ? 'EdDSA' : alg
}
