import type { ProviderShape } from './provider.js'
import { azureSeveralTenants, azureVersion1, azureVersion2 } from './recorded/azure.js'
import { betterAuth, neonAuth } from './recorded/better-auth.js'
import { descope, propelAuth, stytch, workOs } from './recorded/business-services.js'
import { cognitoAccess, cognitoId } from './recorded/cognito.js'
import { firebase, google } from './recorded/google.js'
import { auth0, auth0Rfc9068, clerk, stackAuth } from './recorded/hosted-services.js'
import { authentik, logto, zitadel } from './recorded/identity-servers.js'
import { kinde, oktaCustom, oktaOrg } from './recorded/okta-and-kinde.js'
import { oryAccess, oryTokenizedSession } from './recorded/ory.js'
import { keycloak, supabase } from './recorded/self-hostable.js'
import { superTokens, superTokensStatic } from './recorded/super-tokens.js'
import { xsuaa } from './recorded/xsuaa.js'

/** One shape of each preset, under its name. */
export const shapes = {
  clerk,
  stackAuth,
  auth0,
  firebase,
  stytch,
  keycloak,
  supabase,
  cognito: cognitoAccess,
  azureAd: azureVersion2,
  google,
  descope,
  propelAuth,
  superTokens,
  workOs,
  betterAuth,
  neonAuth,
  kinde,
  okta: oktaCustom,
  logto,
  zitadel,
  ory: oryAccess,
  authentik,
  xsuaa,
} satisfies Readonly<Record<string, ProviderShape>>

/** What some of them issue besides. */
export const furtherShapes = {
  'auth0, profile of RFC 9068': auth0Rfc9068,
  'cognito, ID token': cognitoId,
  'azureAd, version 1.0': azureVersion1,
  'azureAd, several tenants': azureSeveralTenants,
  'okta, org authorization server': oktaOrg,
  'ory, tokenized session': oryTokenizedSession,
  'superTokens, static key': superTokensStatic,
} satisfies Readonly<Record<string, ProviderShape>>
