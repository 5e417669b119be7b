import { createIssuer, createVerifier, generateSigningKey, type Verifier } from '@rowauth/core'

/** Who there is, and how to tell. */
export interface Identities {
  readonly verifier: Verifier
  /** The public key, for a database that verifies tokens itself. */
  readonly jwk: object
  /** The same token for the same user. */
  token(sub: string): Promise<string>
}

const issuerName = 'https://issuer.example'

export async function createIdentities(): Promise<Identities> {
  const { privateJwk } = await generateSigningKey()
  const issuer = createIssuer({ privateJwk, issuer: issuerName, expiresIn: 7 * 24 * 3600 })
  const tokens = new Map<string, Promise<string>>()
  const [jwk] = issuer.jwks.keys
  if (jwk === undefined) throw new Error('An issuer has a key.')
  return {
    verifier: createVerifier({ jwks: issuer.jwks, issuer: issuerName }),
    jwk,
    token(sub) {
      const token = tokens.get(sub) ?? issuer.sign({ sub })
      tokens.set(sub, token)
      return token
    },
  }
}
