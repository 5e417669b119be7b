import { providers } from '@rowauth/core'
import { byHand, type Misconfigurations, withAudience } from '../misconfiguration.js'
import { zitadel, zitadelProject } from '../recorded/identity-servers.js'
import { oryAccess, oryProject } from '../recorded/ory.js'
import { hmacToken } from './hmac-token.js'

const issuer = 'token_issuer_mismatch'
const audience = 'token_audience_mismatch'
const opaque = (token: string) => ({ code: 'token_malformed', token: () => token }) as const

export const identityServers = {
  logto: [
    {
      mistake: 'no API resource in the sign-in: the access token is opaque',
      ...opaque('Vt3nW8yB6qT4rXm0sLc9dHf2jGe5uKp1ZwQ7xMk_oAi'),
    },
    {
      mistake: 'a token for the Management API of the same tenant',
      code: audience,
      token: { claims: { aud: 'https://todo.logto.app/api', scope: 'all' } },
    },
    {
      mistake: 'the endpoint by its own name, where a custom domain signs',
      code: issuer,
      token: { claims: { iss: 'https://auth.todo.example.com/oidc' } },
    },
    {
      mistake: 'the endpoint as issuer, without /oidc',
      code: issuer,
      configure: byHand({
        jwks: 'https://todo.logto.app/oidc/jwks',
        issuer: 'https://todo.logto.app',
        algorithms: ['ES384'],
      }),
    },
    {
      mistake: 'options written by hand, without the algorithm ES384',
      code: 'token_algorithm_not_allowed',
      configure: byHand({ jwks: 'https://todo.logto.app/oidc/jwks', issuer: 'https://todo.logto.app/oidc' }),
    },
  ],
  zitadel: [
    {
      mistake: 'the token type of the application is the opaque one, as it is at first',
      ...opaque('1m9vNs0dHf3jGe7oIi5KXw2rT6yUkEpLzQ1aB4cAA_zitadel'),
    },
    {
      mistake: 'a token for another project, whose clients did not ask for this one',
      code: audience,
      token: { claims: { aud: ['303061440172785665', '303061199807676417'] } },
    },
    {
      mistake: 'the name of the project in place of its id',
      code: audience,
      configure: withAudience(zitadel.preset, 'todo'),
    },
    {
      mistake: 'another domain of the instance than the one that its tokens name',
      code: issuer,
      configure: (options) =>
        providers.zitadel({ url: 'https://id.todo.example.com', audience: zitadelProject, ...options }),
    },
  ],
  ory: [
    {
      mistake: 'the opaque access token that clients get unless their strategy is `jwt`',
      ...opaque('ory_at_Vt3nW8yB6qT4rXm0sLc9.dHf2jGe5uKp1ZwQ7xMk_oAi'),
    },
    {
      mistake: 'no audience that the client asks for, and none that it may',
      code: audience,
      token: { claims: { aud: [] } },
    },
    {
      mistake: 'the ID token of a client, whose keys lie at the same address',
      code: audience,
      token: ({ token }) =>
        token({
          signer: 'other',
          header: { kid: 'e2b95d07-1c4f-4a68-8d3e-f9a6b0c57218' },
          claims: { aud: ['0d9b6c3e-81f2-47a5-b0e4-6c5d7f8a9b1e'] },
        }),
    },
    {
      mistake: 'a tokenized session, whose keys Ory does not publish',
      code: 'token_key_not_found',
      token: { signer: 'stranger', header: { kid: '9d3e7f16-4b0a-4c85-a2d9-8e5c1f7b6032' } },
    },
    {
      mistake: 'the custom domain, where tokens name the project',
      code: issuer,
      configure: (options) =>
        providers.ory({
          url: 'https://auth.todo.example.com',
          audience: String(oryAccess.audience),
          ...options,
        }),
      token: { claims: { iss: oryProject } },
    },
  ],
  authentik: [
    {
      mistake: 'no signing key in the provider: tokens are signed with the client secret',
      code: 'token_algorithm_not_allowed',
      says: /HS256.*asymmetric/,
      token: ({ claims }) => hmacToken({}, claims),
    },
    {
      mistake: 'a token of another application, whose provider signs with the same certificate',
      code: issuer,
      token: { claims: { iss: 'https://id.todo.example.com/application/o/wiki/', aud: 'another' } },
    },
    {
      mistake: 'the issuer mode `global`, which the preset was not told of',
      code: issuer,
      token: { claims: { iss: 'https://id.todo.example.com/' } },
    },
    {
      mistake: 'the issuer written by hand, without the slash at its end',
      code: issuer,
      configure: byHand({
        jwks: 'https://id.todo.example.com/application/o/todo/jwks/',
        issuer: 'https://id.todo.example.com/application/o/todo',
      }),
    },
  ],
} satisfies Misconfigurations
