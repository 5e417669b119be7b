import { createIssuer, createVerifier, type Verifier } from '@rowauth/core'
import { settings } from '@/settings'

const audience = 'rowauth-todo'

function makeKeys() {
  const { SIGNING_KEYS, TOKEN_LIFETIME } = settings()
  const [current, ...others] = SIGNING_KEYS
  const issuer = createIssuer({ privateJwk: current, audience, expiresIn: TOKEN_LIFETIME })
  const retiring = others.flatMap((privateJwk) => createIssuer({ privateJwk, audience }).jwks.keys)
  const jwks = { keys: [...issuer.jwks.keys, ...retiring] }
  const requiredClaims = ['exp', 'sub', 'sid', 'auth_time']
  const verifier = createVerifier({
    jwks,
    audience,
    algorithms: ['ES256'],
    requiredClaims,
    clockTolerance: 5,
  })
  return { issuer, jwks, verifier }
}

let made: ReturnType<typeof makeKeys> | undefined

/** Who signs tokens, the public keys, and who verifies: made at the first use, so that a build needs no key. */
export function authority(): ReturnType<typeof makeKeys> {
  made ??= makeKeys()
  return made
}

export const verifier: Verifier = { verify: async (token) => authority().verifier.verify(token) }
