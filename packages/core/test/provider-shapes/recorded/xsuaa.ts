import { providers } from '@rowauth/core'
import type { ProviderShape } from '../provider.js'

export const subaccount = 'https://blue-team.authentication.eu10.hana.ondemand.com'
const application = 'todo!t48120'
const kid = 'default-jwt-key-4c81d07e2a'

/**
 * https://www.npmjs.com/package/@sap/xssec, and the tokens that exercises of
 * https://github.com/SAP-samples/cloud-btp-cli-api-codejam take apart: `jku` and `jid` in the header.
 */
export const xsuaa: ProviderShape = {
  alg: 'RS256',
  header: {
    jku: `${subaccount}/token_keys`,
    kid,
    typ: 'JWT',
    jid: 'Wn5tYv1bLc7pHd2sJf9gE4uAiOoReVtMxB6IkQzT3+w=',
  },
  jwks: ({ n, e }, other) => ({
    keys: [
      { kty: 'RSA', e, use: 'sig', kid, alg: 'RS256', n },
      { kty: 'RSA', e: other.e, use: 'sig', kid: 'key-id-1', alg: 'RS256', n: other.n },
    ],
  }),
  claims: ({ iat, exp }) => ({
    jti: 'b7d41c9e0a5f4836927ce18d3f60ba25',
    ext_attr: {
      enhancer: 'XSUAA',
      subaccountid: '6c1e7f4a-0d52-4b86-9e3f-7c8d5b2a6014',
      zdn: 'blue-team',
      serviceinstanceid: 'e19c4d07-6b2a-4f85-9d3e-0c7b8a5f1d24',
    },
    user_uuid: 'd4b8f1c6-2e07-4953-8a6d-7f1c9e0b5a38',
    'xs.user.attributes': { country: ['DE'] },
    'xs.system.attributes': { 'xs.rolecollections': ['Todo Editor'] },
    given_name: 'Alice',
    family_name: 'Example',
    sub: 'a86e0d3f-5c17-4b29-90f4-7e2b9d6c1a58',
    scope: [`${application}.Display`, 'openid'],
    client_id: `sb-${application}`,
    cid: `sb-${application}`,
    azp: `sb-${application}`,
    grant_type: 'authorization_code',
    user_id: 'a86e0d3f-5c17-4b29-90f4-7e2b9d6c1a58',
    origin: 'sap.default',
    user_name: 'alice@example.com',
    email: 'alice@example.com',
    auth_time: iat - 60,
    rev_sig: '5c2e9b70',
    iat,
    exp,
    iss: `${subaccount}/oauth/token`,
    zid: '6c1e7f4a-0d52-4b86-9e3f-7c8d5b2a6014',
    aud: [application, 'openid', `sb-${application}`],
  }),
  preset: (options) => providers.xsuaa({ url: subaccount, audience: [application], ...options }),
  audience: application,
}
