import { createVerifier, providers } from '@rowauth/core'

export const verifier = createVerifier(
  providers.auth0({ domain: 'example.eu.auth0.com', audience: 'my-api' }),
)
