import { providers } from '@rowauth/core'
import type { ProviderShape } from '../provider.js'
import { certificate } from '../provider-key.js'

export const tenantId = '3f0c2d6e-5b1a-4c7e-9d2f-8a6b4c1e7f90'
export const azureApplication = '6d1f8a52-93be-4f07-a4c8-2e5b7d9013ac'
const azureKid = 'Qm7xTn2rVbYk3sLwZc9pHd5fJgE'

const azure: Pick<ProviderShape, 'alg' | 'jwks'> = {
  alg: 'RS256',
  // Its keys name no algorithm, but the tenant whose tokens they sign.
  jwks: ({ n, e }, other) => ({
    keys: [
      {
        kty: 'RSA',
        use: 'sig',
        kid: azureKid,
        n,
        e,
        ...certificate(),
        x5t: azureKid,
        cloud_instance_name: 'microsoftonline.com',
        issuer: `https://login.microsoftonline.com/${tenantId}/v2.0`,
      },
      {
        kty: 'RSA',
        use: 'sig',
        kid: 'b8dKw4mXs1Zt6RqYv3nLc0hPjEo',
        n: other.n,
        e: other.e,
        ...certificate('x5t'),
        issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0',
      },
    ],
  }),
}
const azureUser = { oid: 'e81f5a07-2c4d-4b96-8e3a-7d0c9f1b6a52', tid: tenantId }

/** https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference */
export const azureVersion2: ProviderShape = {
  ...azure,
  header: { typ: 'JWT', kid: azureKid },
  claims: ({ iat, exp }) => ({
    aud: azureApplication,
    iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
    iat,
    nbf: iat,
    exp,
    aio: 'AVQAq/8XAAAAexample==',
    azp: 'c07d5a18-6e2b-49f3-8d41-b5a0e9c37f62',
    azpacr: '0',
    name: 'Alice Example',
    ...azureUser,
    preferred_username: 'alice@example.com',
    rh: '0.AXkAexample.',
    roles: ['Todo.Admin'],
    scp: 'access_as_user Todo.Read',
    sub: 'Yf3kQz8mWn1Rt5vXc7bLp2sHdJg4eU6oA9iTyKqVxEM',
    uti: 'wX2rT6yUkE-pLzQ1aB4cAA',
    ver: '2.0',
  }),
  preset: (options) => providers.azureAd({ tenantId, audience: azureApplication, ...options }),
  audience: azureApplication,
}

/** The same page: tokens of applications whose manifest does not ask for version 2. */
export const azureVersion1: ProviderShape = {
  ...azure,
  header: { typ: 'JWT', x5t: azureKid, kid: azureKid },
  claims: ({ iat, exp }) => ({
    aud: `api://${azureApplication}`,
    iss: `https://sts.windows.net/${tenantId}/`,
    iat,
    nbf: iat,
    exp,
    acr: '1',
    amr: ['pwd', 'mfa'],
    appid: 'c07d5a18-6e2b-49f3-8d41-b5a0e9c37f62',
    appidacr: '0',
    ipaddr: '192.0.2.7',
    ...azureUser,
    scp: 'access_as_user',
    sub: 'Yf3kQz8mWn1Rt5vXc7bLp2sHdJg4eU6oA9iTyKqVxEM',
    unique_name: 'alice@example.com',
    upn: 'alice@example.com',
    wids: ['b79fbf4d-3ef9-4689-8143-76b194e85509'],
    ver: '1.0',
  }),
  preset: (options) => providers.azureAd({ tenantId, audience: `api://${azureApplication}`, ...options }),
  audience: `api://${azureApplication}`,
}

/** The same tokens, where an application of several tenants takes them with the keys that all tenants share. */
export const azureSeveralTenants: ProviderShape = {
  ...azureVersion2,
  preset: (options) =>
    providers.azureAd({ tenantId: 'common', tenants: [tenantId], audience: azureApplication, ...options }),
}
