import type { VerifierOptions } from '../jwt/verifier-options.js'
import { type ProviderOptions, preset } from './preset.js'
import { readBaseUrl, readId, readPath } from './provider-input.js'

/**
 * Keycloak access and ID tokens of one realm. Set `audience` to your client: the clients of a realm share the keys.
 *
 * @param options - `url`: the server as its tokens name it, such as `https://id.example.com`, with `/auth` at its end before
 *   Keycloak 17 or where `http-relative-path` says so; `realm`: the realm; `backchannelUrl`: where this process reaches
 *   the server, if that is elsewhere, such as `http://keycloak:8080` with `allowHttp: ['keycloak']`
 * @see https://www.keycloak.org/securing-apps/oidc-layers
 */
export function keycloak(
  options: ProviderOptions & {
    readonly url: string
    readonly realm: string
    readonly backchannelUrl?: string
  },
): VerifierOptions {
  const server = readBaseUrl('url', options?.url, options?.allowHttp)
  const { realm, backchannelUrl } = options
  if (typeof realm !== 'string' || realm === '' || realm === '.' || realm === '..' || /[/?#\\]/.test(realm)) {
    throw new TypeError('`realm` must be the name of a realm.')
  }
  const path = `/realms/${encodeURIComponent(realm)}`
  const keysAt =
    backchannelUrl === undefined ? server : readBaseUrl('backchannelUrl', backchannelUrl, options.allowHttp)
  return preset(
    'keycloak',
    ['url', 'realm', 'backchannelUrl'],
    {
      jwks: `${keysAt}${path}/protocol/openid-connect/certs`,
      issuer: `${server}${path}`,
      algorithms: ['RS256', 'ES256', 'EdDSA'],
    },
    options,
  )
}

/**
 * Supabase Auth access tokens of projects with asymmetric signing keys; those of the legacy secret (HS256) are refused.
 *
 * @param options - `projectRef`: the project's reference id; `url`: its custom domain, or your own server. At least
 *   one of them; with both, tokens may name either, and keys come from `url`. `audience` is `authenticated` by default
 * @see https://supabase.com/docs/guides/auth/signing-keys
 */
export function supabase(
  options: ProviderOptions &
    (
      | { readonly projectRef: string; readonly url?: string }
      | { readonly url: string; readonly projectRef?: undefined }
    ),
): VerifierOptions {
  const servers: string[] = []
  if (options?.url !== undefined) servers.push(readBaseUrl('url', options.url, options.allowHttp))
  if (options?.projectRef !== undefined || servers.length === 0) {
    servers.push(`https://${readId('projectRef', options?.projectRef).toLowerCase()}.supabase.co`)
  }
  const issuer = servers.map((server) => `${server}/auth/v1`)
  return preset(
    'supabase',
    ['projectRef', 'url'],
    {
      jwks: `${issuer[0]}/.well-known/jwks.json`,
      issuer,
      audience: 'authenticated',
      algorithms: ['ES256', 'RS256', 'EdDSA'],
    },
    options,
  )
}

/**
 * SuperTokens session access tokens. Keys come from the core when its `connectionUri` is given, else from your
 * API; the issuer is your API and is checked when `apiDomain` is given.
 *
 * @param options - `connectionUri`: the URL of the core; `apiDomain`: the URL of your API; `apiBasePath`: as
 *   in `appInfo`, `/auth` by default. At least one of the first two
 * @see https://supertokens.com/docs/additional-verification/session-verification/protect-api-routes/manual-jwt-verification
 */
export function superTokens(
  options: ProviderOptions & { readonly apiBasePath?: string } & (
      | { readonly connectionUri: string; readonly apiDomain?: string }
      | { readonly apiDomain: string; readonly connectionUri?: undefined }
    ),
): VerifierOptions {
  const { connectionUri, apiDomain, apiBasePath = '/auth' } = options
  const api =
    apiDomain === undefined
      ? undefined
      : `${readBaseUrl('apiDomain', apiDomain, options.allowHttp)}${readPath('apiBasePath', apiBasePath)}`
  const jwks =
    connectionUri === undefined
      ? `${api ?? readBaseUrl('connectionUri', undefined)}/jwt/jwks.json`
      : `${readBaseUrl('connectionUri', connectionUri, options.allowHttp)}/.well-known/jwks.json`
  return preset(
    'superTokens',
    ['connectionUri', 'apiDomain', 'apiBasePath'],
    api === undefined ? { jwks } : { jwks, issuer: api },
    options,
  )
}
