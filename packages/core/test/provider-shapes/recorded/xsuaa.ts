import { providers } from '@rowauth/core'
import type { ProviderShape } from '../provider.js'

export const subaccount = 'https://blue-team.authentication.eu10.hana.ondemand.com'
const application = 'todo!t12291'
const kid = 'default-jwt-key-bf5c77f3e9'

/**
 * https://www.npmjs.com/package/@sap/xssec, and the tokens that SAP's own tutorials take apart
 * (SAP-archive/cloud-apis-virtual-event, exercises 03 and 05): `jku` and `jid` in the header.
 */
export const xsuaa: ProviderShape = {
  alg: 'RS256',
  header: {
    jku: `${subaccount}/token_keys`,
    kid,
    typ: 'JWT',
    jid: 'qeYTakxq0QiKAyaMxp0BRVZatxa7AptaH2fSJhJ8/Ls=',
  },
  jwks: ({ n, e }, other) => ({
    keys: [
      { kty: 'RSA', e, use: 'sig', kid, alg: 'RS256', n },
      { kty: 'RSA', e: other.e, use: 'sig', kid: 'key-id-1', alg: 'RS256', n: other.n },
    ],
  }),
  claims: ({ iat, exp }) => ({
    jti: '429e2d0e4a064ab2b6b7025ef7889a40',
    ext_attr: {
      enhancer: 'XSUAA',
      subaccountid: '6c1e7f4a-0d52-4b86-9e3f-7c8d5b2a6014',
      zdn: 'blue-team',
      serviceinstanceid: '73c6f2b8-5ba6-426a-a22c-70a516995a18',
    },
    user_uuid: 'd4b8f1c6-2e07-4953-8a6d-7f1c9e0b5a38',
    'xs.user.attributes': { country: ['DE'] },
    'xs.system.attributes': { 'xs.rolecollections': ['Todo Editor'] },
    given_name: 'Alice',
    family_name: 'Example',
    sub: '6503d066-6ef2-43da-9931-d9b734242f19',
    scope: [`${application}.Display`, 'openid'],
    client_id: `sb-${application}`,
    cid: `sb-${application}`,
    azp: `sb-${application}`,
    grant_type: 'authorization_code',
    user_id: '6503d066-6ef2-43da-9931-d9b734242f19',
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
