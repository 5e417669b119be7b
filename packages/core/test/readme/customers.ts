import { createVerifier } from '@rowauth/core'

const realm = /^https:\/\/id\.example\.com\/realms\/[\w-]+$/

export const verifier = createVerifier({
  // One realm for each customer. `iss` is not verified yet: take nothing that you do not know.
  issuer: (iss) => realm.test(iss),
  jwks: (iss) => `${iss}/protocol/openid-connect/certs`,
  audience: 'my-api',
  requiredClaims: ['exp', 'sub'],
  // What no policy reads need not travel with each query.
  claims: ({ iss, sub, exp, organization }) => ({ iss, sub, exp, organization }),
})
