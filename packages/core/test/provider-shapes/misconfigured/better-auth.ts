import { providers } from '@rowauth/core'
import { byHand, type Misconfigurations } from '../misconfiguration.js'
import { hmacToken } from './hmac-token.js'

const issuer = 'token_issuer_mismatch'

export const betterAuth = {
  betterAuth: [
    {
      mistake:
        'the cookie `session_data` of `cookieCache.strategy: "jwt"`, which is signed with the secret of the server',
      code: 'token_algorithm_not_allowed',
      token: ({ claims: { iat, exp } }) => hmacToken({}, { session: {}, user: {}, iat, exp }),
    },
    {
      mistake: 'the session token, which is opaque, in place of the JWT of /api/auth/token',
      code: 'token_malformed',
      token: () => 'kP3nV8wZ1yB6qT4rXm0sLc9dHf2jGe5u.8Rk2Qx7mZt1vWn4yBc6pLd9sHf3jGe0uAiOoTeKyVrM%3D',
    },
    {
      mistake: 'an address that is not the `baseURL` of the server',
      code: issuer,
      configure: (options) => providers.betterAuth({ baseURL: 'https://www.todo.example.com', ...options }),
    },
    {
      mistake: 'keys of another algorithm (`keyPairConfig`), which the preset was not told of',
      code: 'token_algorithm_not_allowed',
      token: { header: { alg: 'ES256' } },
    },
  ],
  neonAuth: [
    {
      mistake: 'the issuer written by hand, with the path of the Auth URL',
      code: issuer,
      configure: byHand({
        jwks: 'https://ep-quiet-dew-a1b2c3d4.neonauth.c-2.eu-central-1.aws.neon.tech/neondb/auth/.well-known/jwks.json',
        issuer: 'https://ep-quiet-dew-a1b2c3d4.neonauth.c-2.eu-central-1.aws.neon.tech/neondb/auth',
      }),
    },
    {
      mistake: 'the Auth URL of another branch',
      code: issuer,
      configure: (options) =>
        providers.neonAuth({
          url: 'https://ep-wild-sun-e5f6a7b8.neonauth.c-2.eu-central-1.aws.neon.tech/neondb/auth',
          ...options,
        }),
    },
    {
      mistake: 'a token of the Neon Auth before, which was Stack Auth',
      code: 'token_algorithm_not_allowed',
      token: { header: { alg: 'ES256' }, claims: { iss: 'https://api.stack-auth.com/api/v1/projects/p' } },
    },
  ],
} satisfies Misconfigurations
