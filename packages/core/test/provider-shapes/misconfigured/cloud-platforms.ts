import { createHash } from 'node:crypto'
import { providers } from '@rowauth/core'
import { byHand, type Misconfigurations, withAudience } from '../misconfiguration.js'
import { encodePart } from '../provider-key.js'
import { azureApplication, azureSeveralTenants, tenantId } from '../recorded/azure.js'
import { subaccount } from '../recorded/xsuaa.js'
import { shapes } from '../shapes.js'

const issuer = 'token_issuer_mismatch'
const audience = 'token_audience_mismatch'
const otherTenant = 'c4d9e1b7-2a60-4f83-95bf-1d7c8e3a6f04'

export const cloudPlatforms = {
  firebase: [
    {
      mistake: 'a token of another project, signed with the same keys',
      code: issuer,
      token: { claims: { iss: 'https://securetoken.google.com/other-app', aud: 'other-app' } },
    },
    {
      mistake: 'an unsigned token of the emulator',
      code: 'token_algorithm_not_allowed',
      says: /none.*emulators/,
      token: ({ claims }) => `${encodePart({ alg: 'none', typ: 'JWT' })}.${encodePart(claims)}.`,
    },
    {
      mistake: 'a session cookie, which has other keys and another issuer',
      code: issuer,
      token: { claims: { iss: 'https://session.firebase.google.com/todo-app-7f3a1' } },
    },
  ],
  google: [
    {
      mistake: 'a token for the client id of another application',
      code: audience,
      token: { claims: { aud: '99999999-other.apps.googleusercontent.com' } },
    },
    {
      mistake: 'the access token, which is opaque, in place of the ID token',
      code: 'token_malformed',
      token: () => 'ya29.a0AXooCgexample-access_token',
    },
  ],
  cognito: [
    {
      mistake: 'an audience for access tokens, which have none',
      code: audience,
      configure: withAudience(shapes.cognito.preset, '5tq2h8n4k1v7s3r9d6b0f2j8m4'),
    },
    {
      mistake: 'a token of another user pool',
      code: issuer,
      token: { claims: { iss: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Another99' } },
    },
  ],
  xsuaa: [
    {
      mistake: 'a token of a subscriber, whose subaccount was not named',
      code: issuer,
      token: {
        claims: {
          iss: 'https://red-team.authentication.eu10.hana.ondemand.com/oauth/token',
          zid: '1f8a6c40-7e2d-4935-b0c8-d4a9e7f52b13',
        },
      },
    },
    {
      mistake: 'the `url` of the binding as issuer, without /oauth/token',
      code: issuer,
      configure: byHand({ jwks: `${subaccount}/token_keys`, issuer: subaccount }),
    },
    {
      mistake: 'a token for another application of the subaccount',
      code: audience,
      token: { claims: { aud: ['wiki!t48121', 'sb-wiki!t48121'], cid: 'sb-wiki!t48121' } },
    },
    {
      mistake: 'a token that names keys of somebody else, signed with them',
      code: 'token_signature_invalid',
      token: { header: { jku: 'https://evil.example/token_keys' }, signer: 'stranger' },
    },
  ],
  azureAd: [
    {
      mistake: 'the issuer of version 2.0 written by hand, for a token of version 1.0',
      code: issuer,
      configure: byHand({
        jwks: `https://login.microsoftonline.com/${tenantId}/discovery/v2.0/keys`,
        issuer: `https://login.microsoftonline.com/${tenantId}/v2.0`,
      }),
      token: { claims: { iss: `https://sts.windows.net/${tenantId}/`, ver: '1.0' } },
    },
    {
      mistake: 'the issuer of the common tenant, which no token names',
      code: issuer,
      configure: byHand({
        jwks: 'https://login.microsoftonline.com/common/discovery/v2.0/keys',
        issuer: 'https://login.microsoftonline.com/common/v2.0',
      }),
    },
    {
      mistake: 'the App ID URI as audience, for a token of version 2.0',
      code: audience,
      configure: withAudience(shapes.azureAd.preset, `api://${azureApplication}`),
    },
    {
      mistake: 'several tenants: the issuer of one and the `tid` of another',
      code: issuer,
      configure: (options) =>
        providers.azureAd({ tenantId: 'common', tenants: [tenantId, otherTenant], ...options }),
      token: { claims: { tid: otherTenant } },
    },
    {
      mistake: 'several tenants: one that is not on the list',
      code: issuer,
      configure: azureSeveralTenants.preset,
      token: { claims: { iss: `https://login.microsoftonline.com/${otherTenant}/v2.0`, tid: otherTenant } },
    },
    {
      mistake: 'several organizations: a personal account, whose tenant is none of them',
      code: issuer,
      configure: (options) =>
        providers.azureAd({ tenantId: 'organizations', tenants: () => true, ...options }),
      token: {
        claims: {
          iss: 'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0',
          tid: '9188040d-6c67-4c5b-b112-36a304b66dad',
        },
      },
    },
    {
      // What is signed is the hash of the nonce; only Microsoft Graph can check its tokens.
      mistake: 'a token for Microsoft Graph',
      code: 'token_signature_invalid',
      token: ({ token, shape }) => {
        const nonce = 'kR7wQx2mZk9vTb4n'
        const hash = createHash('sha256').update(nonce).digest('base64url')
        const [, claims, signature] = token({
          header: { nonce: hash },
          claims: { aud: '00000003-0000-0000-c000-000000000000' },
        }).split('.')
        return [encodePart({ alg: shape.alg, ...shape.header, nonce }), claims, signature].join('.')
      },
    },
  ],
} satisfies Misconfigurations
