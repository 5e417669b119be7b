import { providers } from '@rowauth/core'
import type { Misconfigurations } from '../misconfiguration.js'
import { keycloakEncryptionKid } from '../recorded/self-hostable.js'
import { superTokensKids } from '../recorded/super-tokens.js'
import { hmacToken } from './hmac-token.js'

const issuer = 'token_issuer_mismatch'
const audience = 'token_audience_mismatch'

export const selfHostable = {
  keycloak: [
    {
      mistake: 'the key id of the key for encryption',
      code: 'token_key_not_found',
      token: { header: { kid: keycloakEncryptionKid }, signer: 'other' },
    },
    {
      mistake: 'no audience mapper for the client: `account` is the only audience',
      code: audience,
      token: { claims: { aud: 'account' } },
    },
    {
      mistake: 'the address in the private network as `url`, where tokens name the public one',
      code: issuer,
      configure: (options) =>
        providers.keycloak({
          url: 'http://keycloak:8080',
          allowHttp: ['keycloak'],
          realm: 'todo',
          ...options,
        }),
    },
    {
      mistake: 'a token of another realm of the same server',
      code: issuer,
      token: { claims: { iss: 'https://id.example.com/realms/master' } },
    },
    {
      mistake: '/auth in the address of a server that has it no more',
      code: issuer,
      configure: (options) =>
        providers.keycloak({ url: 'https://id.example.com/auth', realm: 'todo', ...options }),
    },
  ],
  supabase: [
    {
      mistake: 'a token of the legacy secret',
      code: 'token_algorithm_not_allowed',
      says: /HS256.*vK3mXw8RzT1tYb6n.*Have the issuer sign with asymmetric keys/,
      token: ({ claims }) => hmacToken({ kid: 'vK3mXw8RzT1tYb6n' }, claims),
    },
    {
      mistake: 'the anon key, which is nobody',
      code: 'token_algorithm_not_allowed',
      token: ({ claims: { iat, exp } }) => hmacToken({}, { iss: 'supabase', role: 'anon', iat, exp }),
    },
    {
      mistake: 'a token of the local stack',
      code: issuer,
      token: { claims: { iss: 'http://127.0.0.1:54321/auth/v1' } },
    },
  ],
  superTokens: [
    {
      mistake: 'a token of a dynamic key that has been rotated away',
      code: 'token_key_not_found',
      token: { header: { kid: 'd-1731635200000' }, signer: 'stranger' },
    },
    {
      mistake: 'the key id of the static key on a token that a dynamic one signed',
      code: 'token_signature_invalid',
      token: { header: { kid: superTokensKids.static } },
    },
    {
      mistake: 'another base path of the API than its `appInfo` says',
      code: issuer,
      configure: (options) =>
        providers.superTokens({ apiDomain: 'https://api.example.com', apiBasePath: '/api/auth', ...options }),
    },
  ],
} satisfies Misconfigurations
