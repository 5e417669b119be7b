import { createVerifier } from '@rowauth/core'

const realms = 'https://id.example.com/realms/'
const customers = new Set(['acme', 'globex'])

export const verifier = createVerifier({
  // One realm for each customer. `iss` is not verified yet: take nothing that you do not know.
  issuer: (iss) => iss.startsWith(realms) && customers.has(iss.slice(realms.length)),
  jwks: (iss) => `${iss}/protocol/openid-connect/certs`,
  audience: 'my-api',
  requiredClaims: ['exp', 'sub'],
  // What no policy reads need not travel with each query.
  claims: ({ iss, sub, exp, organization }) => ({ iss, sub, exp, organization }),
})
