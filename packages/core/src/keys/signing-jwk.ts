import type { JWK } from 'jose'
import { isSignatureAlgorithm, type SignatureAlgorithm, suitsKeyType, usualAlgorithm } from './algorithms.js'
import { isJsonObject } from './json-object.js'
import { publicMembers } from './public-members.js'

/** A private JWK that tokens can be signed with, and its public half. */
export interface SigningJwk {
  readonly algorithm: SignatureAlgorithm
  readonly kid: string | undefined
  readonly publicJwk: JWK
}

/** @throws {TypeError} for what is no asymmetric private signing key; quotes nothing of it */
export function readSigningJwk(privateJwk: unknown): SigningJwk {
  if (!isJsonObject(privateJwk) || typeof privateJwk.d !== 'string') {
    throw new TypeError('`privateJwk` must be an asymmetric private key as a JWK, with its member "d".')
  }
  const { kty, crv, kid, alg = usualAlgorithm(kty, crv), use } = privateJwk
  const members = publicMembers(privateJwk)
  if (members === undefined || (use !== undefined && use !== 'sig')) {
    throw new TypeError('`privateJwk` must be a complete RSA (2048 bits or more), EC or Ed25519 signing key.')
  }
  if (!isSignatureAlgorithm(alg) || !suitsKeyType(alg, kty, crv)) {
    throw new TypeError('The "alg" of `privateJwk` does not fit its key type.')
  }
  if (kid !== undefined && typeof kid !== 'string')
    throw new TypeError('The "kid" of `privateJwk` must be a string.')
  const publicJwk = { ...members, ...(kid === undefined ? {} : { kid }), alg, use: 'sig' }
  return { algorithm: alg, kid, publicJwk }
}
