import { providers } from '@rowauth/core'
import type { ProviderShape } from '../provider.js'

const cognitoPool = 'eu-central-1_Xy7Zp2QmN'
const cognitoClient = '5tq2h8n4k1v7s3r9d6b0f2j8m4'
const cognitoUser = 'b3f4a8d2-7061-70aa-3c5e-91d2e4f6a8b0'

const cognito: Omit<ProviderShape, 'header' | 'claims' | 'preset'> = {
  alg: 'RS256',
  jwks: ({ n, e }, other) => ({
    keys: [
      {
        alg: 'RS256',
        e: other.e,
        kid: 'rT5kWq8ZbN2mXv0cYh7LpD4sFgJ1aE6uO9iR3tVyBxM=',
        kty: 'RSA',
        n: other.n,
        use: 'sig',
      },
      { alg: 'RS256', e, kid: 'aH3vJk9QwX1mZr6tLcY8bNp2sDfG5eU7oI0kTyRqVxE=', kty: 'RSA', n, use: 'sig' },
    ],
  }),
}
const cognitoHeader = { kid: 'aH3vJk9QwX1mZr6tLcY8bNp2sDfG5eU7oI0kTyRqVxE=' }
const cognitoOptions = { region: 'eu-central-1', userPoolId: cognitoPool }
const cognitoIssuer = `https://cognito-idp.eu-central-1.amazonaws.com/${cognitoPool}`

/** https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html */
export const cognitoAccess: ProviderShape = {
  ...cognito,
  header: cognitoHeader,
  claims: ({ iat, exp }) => ({
    sub: cognitoUser,
    'cognito:groups': ['admin', 'eu-central-1_Xy7Zp2QmN_Google'],
    iss: cognitoIssuer,
    version: 2,
    client_id: cognitoClient,
    origin_jti: 'c1f0e7a2-5d34-4b8e-9f61-2a7c3d8e4b05',
    event_id: '0d9b6c3e-81f2-47a5-b0e4-6c5d7f8a9b1e',
    token_use: 'access',
    scope: 'openid profile todo-api/read',
    auth_time: iat,
    exp,
    iat,
    jti: 'f4a81c6d-2e97-4035-8b1c-d0e6a5f39b27',
    username: cognitoUser,
  }),
  preset: (options) => providers.cognito({ ...cognitoOptions, ...options }),
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html */
export const cognitoId: ProviderShape = {
  ...cognito,
  header: cognitoHeader,
  claims: ({ iat, exp }) => ({
    sub: cognitoUser,
    'cognito:groups': ['admin'],
    'cognito:preferred_role': 'arn:aws:iam::111122223333:role/todo',
    iss: cognitoIssuer,
    'cognito:username': 'alice',
    'cognito:roles': ['arn:aws:iam::111122223333:role/todo'],
    identities: [
      {
        userId: '104837261950482716395',
        providerName: 'Google',
        providerType: 'Google',
        issuer: null,
        primary: 'true',
      },
    ],
    'custom:tenant_id': '42',
    aud: cognitoClient,
    token_use: 'id',
    email_verified: true,
    auth_time: iat,
    exp,
    iat,
  }),
  preset: (options) => providers.cognito({ ...cognitoOptions, audience: cognitoClient, ...options }),
  audience: cognitoClient,
}
