import { providers } from '@rowauth/core'
import { byHand, type Misconfigurations, withAudience } from '../misconfiguration.js'
import { encodePart } from '../provider-key.js'
import { shapes } from '../shapes.js'

const issuer = 'token_issuer_mismatch'
const audience = 'token_audience_mismatch'

export const hostedServices = {
  clerk: [
    {
      mistake: 'a token of the development instance',
      code: issuer,
      token: { claims: { iss: 'https://verb-noun-00.clerk.accounts.dev' } },
    },
    {
      mistake: 'an audience, although session tokens have none',
      code: audience,
      configure: withAudience(shapes.clerk.preset, 'https://todo.example.com'),
    },
    {
      mistake: 'a token that was made for another front end',
      code: 'token_claims_invalid',
      configure: (options) =>
        shapes.clerk.preset({ ...options, authorizedParties: ['https://admin.example.com'] } as never),
    },
    {
      mistake: 'a session whose user has not chosen an organization yet',
      code: 'token_claims_invalid',
      token: { claims: { sts: 'pending' } },
    },
  ],
  stackAuth: [
    {
      mistake: 'a token of another project',
      code: issuer,
      token: { claims: { iss: 'https://api.stack-auth.com/api/v1/projects/another', aud: 'another' } },
    },
    {
      mistake: 'a token of an anonymous user',
      code: issuer,
      token: ({ claims, token }) =>
        token({
          claims: {
            iss: claims.iss.replace('/projects/', '/projects-anonymous-users/'),
            aud: `${claims.aud}:anon`,
            is_anonymous: true,
          },
        }),
    },
  ],
  auth0: [
    {
      mistake: 'the issuer written by hand, without the slash at its end',
      code: issuer,
      configure: byHand({
        jwks: 'https://todo-app.eu.auth0.com/.well-known/jwks.json',
        issuer: 'https://todo-app.eu.auth0.com',
      }),
    },
    {
      mistake: 'no audience in the login: an opaque access token, encrypted for Auth0 itself',
      code: 'token_malformed',
      token: ({ claims }) =>
        `${encodePart({ alg: 'dir', enc: 'A256GCM', iss: claims.iss })}..aXY.Y2lwaGVy.dGFn`,
    },
    {
      mistake: 'the ID token, whose audience is the application, in place of the access token',
      code: audience,
      token: { claims: { aud: 'Xb4kQz8mWn1Rt5vYc7Lp2sHdJg9eU6oA' } },
    },
  ],
  stytch: [
    {
      mistake: 'a token of the test project where the live one is configured',
      code: issuer,
      token: { claims: { iss: 'stytch.com/project-test-1', aud: ['project-test-1'] } },
    },
    {
      mistake: 'the session token, which is opaque, in place of the session JWT',
      code: 'token_malformed',
      token: () => 'mZAYn5aLEqKUlZ_Ad9U_fWr38GaAQ1oFAhT8ds245v7Q',
    },
  ],
  descope: [
    { mistake: 'a token of another project', code: issuer, token: { claims: { iss: 'P2another' } } },
    {
      mistake: 'an audience, although session tokens have none',
      code: audience,
      configure: withAudience(shapes.descope.preset, 'todo-api'),
    },
  ],
  propelAuth: [
    {
      mistake: 'the auth URL of the test environment',
      code: issuer,
      configure: (options) =>
        providers.propelAuth({ authUrl: 'https://12345678.propelauthtest.com', ...options }),
    },
    {
      mistake: 'the issuer written by hand, with a slash at its end',
      code: issuer,
      configure: byHand({
        jwks: 'https://auth.todo.example.com/.well-known/jwks.json',
        issuer: 'https://auth.todo.example.com/',
      }),
    },
  ],
  workOs: [
    {
      mistake: 'a token of another client',
      code: issuer,
      token: { claims: { iss: 'https://api.workos.com/user_management/client_another' } },
    },
    {
      mistake: 'a token of another client from before 2025, which only its key tells apart',
      code: 'token_key_not_found',
      token: {
        header: { kid: 'sso_oidc_key_pair_another' },
        claims: { iss: 'https://api.workos.com' },
        signer: 'stranger',
      },
    },
    {
      mistake: 'a custom domain that the preset was not told of',
      code: issuer,
      token: { claims: { iss: 'https://auth.todo.example.com' } },
    },
  ],
} satisfies Misconfigurations
