import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'
import { assertOptions } from '../assert-options.js'

/** A key pair of `generateSigningKey`, as JWKs (RFC 7517) with `alg`, `use` and `kid`. */
export interface SigningKey {
  /** Keep it secret: who has it can be anybody. */
  readonly privateJwk: JWK
  /** For the JWKS. */
  readonly publicJwk: JWK
}

/**
 * Generates a key pair to sign tokens with.
 *
 * @param options - `alg`: `ES256` by default; `kid`: by default the thumbprint of the public key (RFC 7638)
 * @throws {TypeError} for another algorithm or option
 *
 * @example
 * const { privateJwk } = await generateSigningKey()
 * console.log(`SIGNING_KEY='${JSON.stringify(privateJwk)}'`)
 */
export async function generateSigningKey(
  options: { readonly alg?: 'ES256' | 'RS256' | 'EdDSA'; readonly kid?: string } = {},
): Promise<SigningKey> {
  assertOptions('generateSigningKey()', options, { alg: true, kid: true })
  const { alg = 'ES256', kid } = options
  if (alg !== 'ES256' && alg !== 'RS256' && alg !== 'EdDSA') {
    throw new TypeError('`alg` must be ES256, RS256 or EdDSA.')
  }
  if (kid !== undefined && (typeof kid !== 'string' || kid === '')) {
    throw new TypeError('`kid` must be a non-empty string.')
  }
  const pair = await generateKeyPair(alg, { extractable: true })
  const publicMembers = await exportJWK(pair.publicKey)
  const named = { kid: kid ?? (await calculateJwkThumbprint(publicMembers)), alg, use: 'sig' }
  return {
    privateJwk: { ...(await exportJWK(pair.privateKey)), ...named },
    publicJwk: { ...publicMembers, ...named },
  }
}
