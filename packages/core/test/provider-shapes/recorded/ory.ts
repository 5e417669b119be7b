import { providers } from '@rowauth/core'
import type { ProviderShape } from '../provider.js'

export const oryProject = 'https://eager-todo-7f3a1b2c4d.projects.oryapis.com'

/** https://www.ory.sh/docs/oauth2-oidc/jwt-access-token: the address publishes the keys of ID tokens, too */
export const oryAccess: ProviderShape = {
  alg: 'RS256',
  header: { kid: '7a0c4e19-d5f3-4b82-96e1-c8b7f2a03d64', typ: 'JWT' },
  jwks: ({ n, e }, other) => ({
    keys: [
      {
        use: 'sig',
        kty: 'RSA',
        kid: 'e2b95d07-1c4f-4a68-8d3e-f9a6b0c57218',
        alg: 'RS256',
        n: other.n,
        e: other.e,
      },
      { use: 'sig', kty: 'RSA', kid: '7a0c4e19-d5f3-4b82-96e1-c8b7f2a03d64', alg: 'RS256', n, e },
    ],
  }),
  claims: ({ iat, exp }) => ({
    aud: ['https://api.todo.example.com'],
    client_id: '0d9b6c3e-81f2-47a5-b0e4-6c5d7f8a9b1e',
    exp,
    ext: { team: 'blue' },
    iat,
    iss: oryProject,
    jti: '3c1f0e7a-5d34-4b8e-9f61-2a7c3d8e4b05',
    nbf: iat,
    scp: ['openid', 'offline_access', 'todo:read'],
    sub: 'f4a81c6d-2e97-4035-8b1c-d0e6a5f39b27',
  }),
  preset: (options) =>
    providers.ory({ url: oryProject, audience: 'https://api.todo.example.com', ...options }),
  audience: 'https://api.todo.example.com',
}

/** https://www.ory.sh/docs/identities/session-to-jwt-cors: the application serves the public half of the template's keys itself */
export const oryTokenizedSession: ProviderShape = {
  alg: 'ES256',
  header: { kid: '9d3e7f16-4b0a-4c85-a2d9-8e5c1f7b6032', typ: 'JWT' },
  jwks: (key, other) => ({
    set: 'todo-sessions',
    keys: [
      { ...key, alg: 'ES256', use: 'sig', kid: '9d3e7f16-4b0a-4c85-a2d9-8e5c1f7b6032' },
      { ...other, alg: 'ES256', use: 'sig', kid: '1f8a6c40-7e2d-4935-b0c8-d4a9e7f52b13' },
    ],
  }),
  claims: ({ iat, exp }) => ({
    exp,
    iat,
    iss: oryProject,
    jti: 'b0d7e4f2-9a15-4c83-8e6b-3f2c7d1a5098',
    nbf: iat,
    schema_id: 'preset://email',
    sid: '5c2e9b70-d8f1-4a36-9e47-0b6d3a8f1c25',
    sub: 'f4a81c6d-2e97-4035-8b1c-d0e6a5f39b27',
  }),
  preset: (options) =>
    providers.ory({ url: oryProject, jwks: 'https://todo.example.com/sessions.jwks.json', ...options }),
}
