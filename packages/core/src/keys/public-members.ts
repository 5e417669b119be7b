import { base64url, type JWK } from 'jose'
import type { JsonObject } from './json-object.js'

const membersByType: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['RSA', ['n', 'e']],
  ['EC', ['crv', 'x', 'y']],
  ['OKP', ['crv', 'x']],
])

const smallestModulus = 2048

/**
 * What makes up a public key (RFC 7518, section 6; RFC 8037, section 2), and nothing else: whatever private
 * members a JWK carries stay behind. Undefined for symmetric, incomplete and weak keys.
 */
export function publicMembers(jwk: JsonObject): JWK | undefined {
  const { kty } = jwk
  const names = membersByType.get(kty)
  if (typeof kty !== 'string' || names === undefined) return undefined
  const members: Record<string, string> = {}
  for (const name of names) {
    const value = jwk[name]
    if (typeof value !== 'string' || value === '') return undefined
    // Some servers pad what RFC 7518 wants unpadded.
    members[name] = value.replace(/={1,2}$/, '')
  }
  if (kty === 'RSA' && modulusBits(members.n ?? '') < smallestModulus) return undefined
  return { kty, ...members }
}

function modulusBits(modulus: string): number {
  let bytes: Uint8Array
  try {
    bytes = base64url.decode(modulus)
  } catch {
    return 0
  }
  const first = bytes.findIndex((byte) => byte !== 0)
  if (first === -1) return 0
  return (bytes.length - first) * 8 - (Math.clz32(bytes[first] ?? 0) - 24)
}
