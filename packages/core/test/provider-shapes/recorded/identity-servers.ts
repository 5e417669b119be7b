import { providers } from '@rowauth/core'
import type { ProviderShape } from '../provider.js'
import { certificate } from '../provider-key.js'

/** https://docs.logto.io/authorization/validate-access-tokens: the profile of RFC 9068, ES384 unless it was changed to RSA */
export const logto: ProviderShape = {
  alg: 'ES384',
  header: { typ: 'at+jwt', kid: 'Kd7wQ2mTzRhYv4bN9cLpX1sEaJf3uG8oIiTrVkBxM5A' },
  jwks: (key, other) => ({
    keys: [
      { ...key, use: 'sig', kid: 'Kd7wQ2mTzRhYv4bN9cLpX1sEaJf3uG8oIiTrVkBxM5A' },
      { ...other, use: 'sig', kid: 'bT5qLm9wXr2vKz7nYcHpD4sJf8gE0uAiOoReVtMxB6I' },
    ],
  }),
  claims: ({ iat, exp }) => ({
    jti: 'Zr8kQx2mWn5tYv1bLc7pH',
    sub: 'k9f2m7qx4w1z',
    iat,
    exp,
    scope: 'read:todos write:todos',
    client_id: 'h3v8n1c6t5r0y2p4s7d9l',
    organization_id: 'b6x0j4w8e2q5',
    iss: 'https://todo.logto.app/oidc',
    aud: 'https://api.todo.example.com',
  }),
  preset: (options) =>
    providers.logto({
      endpoint: 'https://todo.logto.app',
      audience: 'https://api.todo.example.com',
      ...options,
    }),
  audience: 'https://api.todo.example.com',
}

export const zitadelProject = '301847265190234113'
const zitadelClient = '301847310488170497'

/** https://zitadel.com/docs/apis/openidoauth/claims: the audience names every client of the project, and the project */
export const zitadel: ProviderShape = {
  alg: 'RS256',
  header: { kid: '301990124577349633', typ: 'JWT' },
  jwks: ({ n, e }, other) => ({
    keys: [
      { use: 'sig', kty: 'RSA', kid: '301990124577349633', alg: 'RS256', n, e },
      { use: 'sig', kty: 'RSA', kid: '299874051363274753', alg: 'RS256', n: other.n, e: other.e },
    ],
  }),
  claims: ({ iat, exp }) => ({
    iss: 'https://todo.us1.zitadel.cloud',
    sub: '301848022760095745',
    aud: [zitadelClient, '301847655418724353', zitadelProject],
    exp,
    iat,
    nbf: iat,
    client_id: zitadelClient,
    jti: 'V2_301848377120063489-at_301848377120129025',
    'urn:zitadel:iam:user:resourceowner:id': '301847198003396609',
    [`urn:zitadel:iam:org:project:${zitadelProject}:roles`]: {
      editor: { '301847198003396609': 'blue-team.us1.zitadel.cloud' },
    },
  }),
  preset: (options) =>
    providers.zitadel({ url: 'https://todo.us1.zitadel.cloud', audience: zitadelProject, ...options }),
  audience: zitadelProject,
}

const authentikKid = '5b8f2d1c9e07a3460d8c7b1f2e9a6d54'
const authentikClient = 'Xw2rT6yUkEpLzQ1aB4cAAm9vNs0dHf3jGe7oIi5K'

/** https://docs.goauthentik.io/add-secure-apps/providers/oauth2/, and its `id_token.py` and `views/jwks.py` */
export const authentik: ProviderShape = {
  alg: 'RS256',
  header: { kid: authentikKid, typ: 'JWT' },
  jwks: ({ n, e }) => ({
    keys: [
      { alg: 'RS256', kid: authentikKid, kty: 'RSA', use: 'sig', n, e, ...certificate('x5t', 'x5t#S256') },
    ],
  }),
  claims: ({ iat, exp }) => ({
    iss: 'https://id.todo.example.com/application/o/todo/',
    sub: '0f6c2a8d1b7e49358c4fd2e9a0b735166f0a2c8d1b7e49358c4fd2e9a0b73516',
    aud: authentikClient,
    exp,
    iat,
    auth_time: iat - 60,
    acr: 'goauthentik.io/providers/oauth2/default',
    amr: ['pwd', 'mfa'],
    sid: '8a1c0e7f5d344b8e9f612a7c3d8e4b05f4a81c6d2e9740358b1cd0e6a5f39b27',
    email: 'alice@example.com',
    email_verified: true,
    name: 'Alice Example',
    preferred_username: 'alice',
    groups: ['authentik Admins', 'todo editors'],
    azp: authentikClient,
    uid: 'Wn5tYv1bLc7pHd2sJf9gE4uAiOoReVtMxB6IkQzT',
  }),
  preset: (options) =>
    providers.authentik({
      url: 'https://id.todo.example.com',
      application: 'todo',
      audience: authentikClient,
      ...options,
    }),
  audience: authentikClient,
}
