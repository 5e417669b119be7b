import { createVerifier } from '@rowauth/core'

const customers = new Set(['acme', 'globex'])
const realms = 'https://id.example.com/realms/'

/** One realm for each customer: all have the same keys' address and rules, and keys of their own. */
export const verifier = createVerifier({
  issuer: (iss) => iss.startsWith(realms) && customers.has(iss.slice(realms.length)),
  jwks: (iss) => `${iss}/protocol/openid-connect/certs`,
  audience: 'todo-api',
  requiredClaims: ['exp', 'sub'],
})
