import type { VerifierOptions } from '../jwt/verifier-options.js'
import { type ProviderOptions, preset } from './preset.js'
import { readAudience, readBaseUrl, readId } from './provider-input.js'

/**
 * Logto access tokens of an API resource, in its cloud or on your own server. All resources share the keys, those of
 * Logto's own Management API among them.
 *
 * @param options - `endpoint`: as in Logto's SDKs, such as `https://example.logto.app`; `audience`: the identifier of
 *   your API resource, or `urn:logto:organization:<id>` for the token of an organization
 * @see https://docs.logto.io/authorization/validate-access-tokens
 */
export function logto(
  options: ProviderOptions & { readonly endpoint: string; readonly audience: string | readonly string[] },
): VerifierOptions {
  const issuer = `${readBaseUrl('endpoint', options?.endpoint, options?.allowHttp)}/oidc`
  const audience = readAudience('audience', options.audience)
  const base: VerifierOptions = { jwks: `${issuer}/jwks`, issuer, algorithms: ['ES384', 'RS256'] }
  return { ...preset('logto', ['endpoint'], base, options), audience }
}

/**
 * ZITADEL access tokens of applications whose token type is JWT, and ID tokens. All projects and organizations of an instance
 * share the keys.
 *
 * @param options - `url`: the instance, such as `https://example.us1.zitadel.cloud`; `audience`: the id of your project,
 *   for which clients ask with the scope `urn:zitadel:iam:org:project:id:<id>:aud`, or that of a client
 * @see https://zitadel.com/docs/apis/openidoauth/endpoints
 */
export function zitadel(
  options: ProviderOptions & { readonly url: string; readonly audience: string | readonly string[] },
): VerifierOptions {
  const issuer = readBaseUrl('url', options?.url, options?.allowHttp)
  const audience = readAudience('audience', options.audience)
  const base: VerifierOptions = {
    jwks: `${issuer}/oauth/v2/keys`,
    issuer,
    algorithms: ['RS256', 'ES256', 'EdDSA'],
  }
  return { ...preset('zitadel', ['url'], base, options), audience }
}

/**
 * Tokens of Ory Network, or of your own Hydra and Kratos. With `audience`: access tokens of OAuth2 clients whose token
 * strategy is `jwt`. With `jwks`: sessions that Kratos has tokenized (`tokenize_as`). They have no audience, and Ory does
 * not publish their keys: give the public half of the template's key set, or where you serve it.
 *
 * @param options - `url`: the project or the server, such as `https://example.projects.oryapis.com`; `audience` or `jwks`
 * @see https://www.ory.sh/docs/oauth2-oidc/jwt-access-token
 * @see https://www.ory.sh/docs/identities/session-to-jwt-cors
 */
export function ory(
  options: ProviderOptions & { readonly url: string } & (
      | { readonly audience: string | readonly string[]; readonly jwks?: undefined }
      | { readonly jwks: VerifierOptions['jwks'] }
    ),
): VerifierOptions {
  const url = readBaseUrl('url', options?.url, options?.allowHttp)
  // What a client is asked for is the audience; a template of one's own signs for nobody else. Keys that went missing are none.
  const { jwks = null } = options
  if (jwks === null) readAudience('audience', options.audience)
  const base: VerifierOptions = {
    jwks: jwks ?? `${url}/.well-known/jwks.json`,
    issuer: [url, `${url}/`],
    algorithms: ['RS256', 'ES256', 'EdDSA'],
  }
  return preset('ory', ['url', 'jwks'], base, options)
}

/**
 * authentik access and ID tokens of one application, whose provider has a signing key. The issuer is the application unless the
 * provider's issuer mode is `global`: then all applications share it, and `audience`, the provider's client id, is required.
 *
 * @param options - `url`: the server, such as `https://id.example.com`; `application`: the slug of the application;
 *   `issuerMode`: `per_provider` by default
 * @see https://docs.goauthentik.io/add-secure-apps/providers/oauth2/
 */
export function authentik(
  options: ProviderOptions & { readonly url: string; readonly application: string } & (
      | { readonly issuerMode?: 'per_provider' }
      | { readonly issuerMode: 'global'; readonly audience: string | readonly string[] }
    ),
): VerifierOptions {
  const server = readBaseUrl('url', options?.url, options?.allowHttp)
  const application = `${server}/application/o/${readId('application', options.application)}/`
  const { issuerMode = 'per_provider' } = options
  if (issuerMode !== 'per_provider' && issuerMode !== 'global') {
    throw new TypeError('`issuerMode` must be "per_provider" or "global".')
  }
  if (issuerMode === 'global') readAudience('audience', options.audience)
  const base: VerifierOptions = {
    jwks: `${application}jwks/`,
    issuer: issuerMode === 'global' ? `${server}/` : application,
    algorithms: ['RS256', 'ES256'],
  }
  return preset('authentik', ['url', 'application', 'issuerMode'], base, options)
}
