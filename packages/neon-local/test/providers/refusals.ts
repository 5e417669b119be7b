import { createHmac } from 'node:crypto'
import type { Provider } from '../../../core/test/provider-shapes/provider.js'
import { encodePart } from '../../../core/test/provider-shapes/provider-key.js'
import { keycloakEncryptionKid } from '../../../core/test/provider-shapes/recorded/self-hostable.js'
import type { shapes } from '../../../core/test/provider-shapes/shapes.js'

/** A token that a provider's users often send by mistake, and what Neon says to it. */
interface Refusal {
  readonly provider: keyof typeof shapes
  readonly mistake: string
  readonly token: (provider: Provider) => string
  readonly message: string
}

const notAToken = 'Provided authentication token is not a valid JWT encoding'

export const refusals: readonly Refusal[] = [
  {
    provider: 'firebase',
    mistake: 'another project, whose tokens have the same keys',
    token: ({ token }) =>
      token({ claims: { iss: 'https://securetoken.google.com/other-app', aud: 'other-app' } }),
    message: 'invalid JWT token audience',
  },
  {
    provider: 'firebase',
    mistake: 'an unsigned token of the emulator',
    token: ({ claims }) => `${encodePart({ alg: 'none', typ: 'JWT' })}.${encodePart(claims)}.`,
    message: 'missing key id',
  },
  {
    provider: 'google',
    mistake: 'the access token in place of the ID token',
    token: () => 'ya29.a0AXooCgexample-access_token',
    message: notAToken,
  },
  {
    provider: 'auth0',
    mistake: 'an access token that is encrypted for Auth0 itself',
    token: ({ claims }) =>
      `${encodePart({ alg: 'dir', enc: 'A256GCM', iss: claims.iss })}..aXY.Y2lwaGVy.dGFn`,
    message: notAToken,
  },
  {
    provider: 'keycloak',
    mistake: 'the key for encryption',
    token: ({ token }) => token({ header: { kid: keycloakEncryptionKid }, signer: 'other' }),
    message: 'jwk not found',
  },
  {
    provider: 'supabase',
    mistake: 'a token of the legacy secret',
    token: ({ claims }) => {
      const input = `${encodePart({ alg: 'HS256', kid: 'vK3mXw8RzT1tYb6n', typ: 'JWT' })}.${encodePart(claims)}`
      return `${input}.${createHmac('sha256', 'the-legacy-secret').update(input).digest('base64url')}`
    },
    message: 'signature algorithm not supported',
  },
  {
    provider: 'superTokens',
    mistake: 'a dynamic key that has been rotated away',
    token: ({ token }) => token({ header: { kid: 'd-1731635200000' }, signer: 'stranger' }),
    message: 'jwk not found',
  },
  {
    provider: 'stytch',
    mistake: 'the session token in place of the session JWT',
    token: () => 'mZAYn5aLEqKUlZ_Ad9U_fWr38GaAQ1oFAhT8ds245v7Q',
    message: notAToken,
  },
]
