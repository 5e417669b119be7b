import type { VerifierOptions } from '../jwt/verifier-options.js'
import { type ProviderOptions, preset } from './preset.js'
import { readBaseUrl, readPath } from './provider-input.js'

/**
 * Better Auth's JWT plugin, of your own server. Its tokens name the origin of `baseURL` as issuer and as audience
 * unless the plugin's options say otherwise, and are signed with EdDSA unless `keyPairConfig` does: then set `algorithms`.
 *
 * @param options - `baseURL`: as in `betterAuth({ baseURL })`, such as `https://app.example.com`; `basePath`: as there,
 *   `/api/auth` by default, and of no effect where `baseURL` has a path
 * @see https://better-auth.com/docs/plugins/jwt
 */
export function betterAuth(
  options: ProviderOptions & { readonly baseURL: string; readonly basePath?: string },
): VerifierOptions {
  const url = readBaseUrl('baseURL', options?.baseURL, options?.allowHttp)
  const { origin } = new URL(url)
  const path = readPath('basePath', options.basePath ?? '/api/auth')
  const server = url === origin ? `${origin}${path}` : url
  return preset(
    'betterAuth',
    ['baseURL', 'basePath'],
    { jwks: `${server}/jwks`, issuer: origin, audience: origin, algorithms: ['EdDSA'] },
    options,
  )
}

/**
 * Neon Auth (Managed Better Auth). Issuer and audience are the origin of its URL; each branch has a URL, and keys, of its own.
 *
 * @param options - `url`: the Auth URL of the branch, `NEON_AUTH_BASE_URL`, such as
 *   `https://ep-….neonauth.eu-central-1.aws.neon.tech/neondb/auth`
 * @see https://neon.com/docs/auth/guides/plugins/jwt
 */
export function neonAuth(options: ProviderOptions & { readonly url: string }): VerifierOptions {
  const url = readBaseUrl('url', options?.url, options?.allowHttp)
  const { origin } = new URL(url)
  return preset(
    'neonAuth',
    ['url'],
    { jwks: `${url}/.well-known/jwks.json`, issuer: origin, audience: origin, algorithms: ['EdDSA'] },
    options,
  )
}
