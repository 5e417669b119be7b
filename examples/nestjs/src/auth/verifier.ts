import { createVerifier, type Verifier } from '@rowauth/core'

/** What the verifier is injected as. */
export const VERIFIER = Symbol('the verifier')

export function openVerifier(): Verifier {
  const { JWKS_URL = '', ISSUER = '' } = process.env
  return createVerifier({ jwks: JWKS_URL, issuer: ISSUER, audience: 'notes', requiredClaims: ['exp', 'sub'] })
}
