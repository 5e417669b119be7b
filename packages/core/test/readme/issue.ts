import { createIssuer, generateSigningKey } from '@rowauth/core'

const { privateJwk } = await generateSigningKey()
const issuer = createIssuer({ privateJwk, issuer: 'https://app.example', audience: 'my-api', expiresIn: 900 })

export const token = await issuer.sign({ sub: 'alice' })

/** Serve it at the address that verifiers get as `jwks`. */
export const GET = issuer.handler
