// #region key
import { generateSigningKey } from '@rowauth/core'

/** The private key that tokens are signed with: PRIVATE_JWK of the environment, or a new one for this run. */
export async function signingKey() {
  const { PRIVATE_JWK } = process.env
  if (PRIVATE_JWK) return JSON.parse(PRIVATE_JWK)
  const { privateJwk } = await generateSigningKey({ alg: 'RS256' })
  return privateJwk
}
// #endregion key
