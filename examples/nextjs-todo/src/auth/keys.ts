import { createIssuer, createVerifier, type generateSigningKey, type Verifier } from '@rowauth/core'

const audience = 'rowauth-todo'

/** Seconds for which a token is good. It is renewed in the second half of that time, so this is how long one may idle. */
export const tokenLifetime = Number(process.env.TOKEN_LIFETIME ?? 900)

type SigningKey = Awaited<ReturnType<typeof generateSigningKey>>['privateJwk']

/** The keys of `SIGNING_KEYS`, a JSON array of private JWKs: the first one signs, all of them verify. */
function signingKeys(): [SigningKey, ...SigningKey[]] {
  const { SIGNING_KEYS } = process.env
  if (!SIGNING_KEYS) throw new Error('SIGNING_KEYS is not set: run `node scripts/make-key.mjs`.')
  const keys: unknown = JSON.parse(SIGNING_KEYS)
  if (!Array.isArray(keys) || keys.length === 0)
    throw new Error('SIGNING_KEYS is a JSON array of private JWKs.')
  return keys as [SigningKey, ...SigningKey[]]
}

function makeKeys() {
  const [current, ...others] = signingKeys()
  const issuer = createIssuer({ privateJwk: current, audience, expiresIn: tokenLifetime })
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
