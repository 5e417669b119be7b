import { createVerifier, providers } from '@rowauth/core'

/** Browsers know it as https://id.example.com, which is what `iss` says; this process asks it for keys as `keycloak`. */
export const verifier = createVerifier(
  providers.keycloak({
    url: 'https://id.example.com',
    backchannelUrl: 'http://keycloak:8080',
    allowHttp: ['keycloak'],
    realm: 'todo',
    audience: 'todo-api',
  }),
)
