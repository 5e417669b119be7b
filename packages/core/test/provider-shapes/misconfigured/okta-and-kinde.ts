import { providers } from '@rowauth/core'
import { byHand, type Misconfigurations } from '../misconfiguration.js'
import { oktaDomain } from '../recorded/okta-and-kinde.js'

const issuer = 'token_issuer_mismatch'
const audience = 'token_audience_mismatch'

export const oktaAndKinde = {
  okta: [
    {
      mistake: 'the org authorization server in place of the custom one',
      code: issuer,
      configure: (options) => providers.okta({ domain: oktaDomain, audience: 'api://default', ...options }),
    },
    {
      mistake: 'an access token of the org authorization server, which is for Okta itself',
      code: 'token_claims_invalid',
      configure: (options) =>
        providers.okta({ domain: oktaDomain, audience: '0oan8v1mQ3xTz5WkB0h7', ...options }),
      token: {
        header: { typ: 'application/okta-internal-at+jwt' },
        claims: { iss: `https://${oktaDomain}`, aud: `https://${oktaDomain}` },
      },
    },
    {
      mistake: 'the ID token, whose audience is the application, in place of the access token',
      code: audience,
      token: { claims: { aud: '0oan8v1mQ3xTz5WkB0h7' } },
    },
    {
      mistake: "a token that names the custom domain, where the org's own was configured",
      code: issuer,
      token: { claims: { iss: 'https://id.todo.example.com/oauth2/default' } },
    },
  ],
  kinde: [
    {
      mistake: 'no API that the application asks for: the audience is empty',
      code: audience,
      token: { claims: { aud: [] } },
    },
    {
      mistake: 'the ID token, whose audience is the application, in place of the access token',
      code: audience,
      token: { claims: { aud: ['https://todo.kinde.com', '5d1f8a0e7c364b928d4e0a9f6c2b7153'] } },
    },
    {
      mistake: 'a token of a machine, which nobody stands behind',
      code: 'token_claims_invalid',
      token: { claims: { sub: undefined, gty: ['client_credentials'] } },
    },
    {
      mistake: 'the issuer written by hand, with a slash at its end',
      code: issuer,
      configure: byHand({
        jwks: 'https://todo.kinde.com/.well-known/jwks',
        issuer: 'https://todo.kinde.com/',
      }),
    },
  ],
} satisfies Misconfigurations
