import type { VerifierOptions } from '../jwt/verifier-options.js'
import { type ProviderOptions, preset } from './preset.js'
import { readAudience, readBaseUrl, readHost, readId } from './provider-input.js'

/**
 * Stack Auth (Hexclave) access tokens of signed-in users; its anonymous and restricted users have other issuers
 * and are refused. `iss` names the service by its old host or by its new one.
 *
 * @param options - `projectId`: the project, which is also the audience
 * @see https://docs.stack-auth.com/docs/concepts/jwt
 */
export function stackAuth(options: ProviderOptions & { readonly projectId: string }): VerifierOptions {
  const project = readId('projectId', options?.projectId)
  const address = `https://api.stack-auth.com/api/v1/projects/${project}`
  const issuer = [address, `https://api.hexclave.com/api/v1/projects/${project}`]
  const jwks = `${address}/.well-known/jwks.json`
  return preset(
    'stackAuth',
    ['projectId'],
    { jwks, issuer, audience: project, algorithms: ['ES256'] },
    options,
  )
}

/**
 * Auth0 access and ID tokens. Set `audience` to the identifier of your API: each API of the tenant shares
 * the keys.
 *
 * @param options - `domain`: the tenant's domain or your custom one, such as `example.eu.auth0.com`
 * @see https://auth0.com/docs/secure/tokens/access-tokens/validate-access-tokens
 */
export function auth0(options: ProviderOptions & { readonly domain: string }): VerifierOptions {
  const issuer = `https://${readHost('domain', options?.domain)}/`
  return preset('auth0', ['domain'], { jwks: `${issuer}.well-known/jwks.json`, issuer }, options)
}

/**
 * Stytch session JWTs, of consumer and B2B projects. The audience is the project. `iss` is the project, or your
 * custom domain.
 *
 * @param options - `projectId`: `project-test-…` or `project-live-…`; `domain`: your custom domain, if you have one
 * @see https://stytch.com/docs/api/jwks-get
 */
export function stytch(
  options: ProviderOptions & { readonly projectId: string; readonly domain?: string },
): VerifierOptions {
  const project = readId('projectId', options?.projectId)
  const host = project.startsWith('project-test-') ? 'test.stytch.com' : 'api.stytch.com'
  const jwks = `https://${host}/v1/sessions/jwks/${project}`
  const issuer = [`stytch.com/${project}`]
  if (options.domain !== undefined) issuer.push(`https://${readHost('domain', options.domain)}`)
  return preset('stytch', ['projectId', 'domain'], { jwks, issuer, audience: project }, options)
}

/**
 * Descope session tokens. `iss` is the project itself or a URL that ends with it, depending on the JWT template.
 *
 * @param options - `projectId`: the project
 * @see https://docs.descope.com/session-overview
 */
export function descope(options: ProviderOptions & { readonly projectId: string }): VerifierOptions {
  const project = readId('projectId', options?.projectId)
  const address = `https://api.descope.com/${project}`
  const issuer = [project, address, `https://api.descope.com/v1/apps/${project}`]
  return preset('descope', ['projectId'], { jwks: `${address}/.well-known/jwks.json`, issuer }, options)
}

/**
 * WorkOS AuthKit access tokens. They have no `aud` unless a JWT template adds one; the keys are those of the
 * client. `iss` is `https://api.workos.com`, with the client in its path since 2025, or your own domain.
 *
 * @param options - `clientId`: the client; `domain`: your custom authentication domain, if you have one
 * @see https://workos.com/docs/reference/authkit/session-tokens
 */
export function workOs(
  options: ProviderOptions & { readonly clientId: string; readonly domain?: string },
): VerifierOptions {
  const client = readId('clientId', options?.clientId)
  const origin = `https://${readHost('domain', options.domain ?? 'api.workos.com')}`
  const issuer = [origin, `${origin}/`, `${origin}/user_management/${client}`]
  return preset(
    'workOs',
    ['clientId', 'domain'],
    { jwks: `https://api.workos.com/sso/jwks/${client}`, issuer },
    options,
  )
}

/**
 * PropelAuth access tokens.
 *
 * @param options - `authUrl`: the Auth URL of the environment, such as `https://auth.example.com`
 * @see https://docs.propelauth.com/reference/api/getting-started
 */
export function propelAuth(options: ProviderOptions & { readonly authUrl: string }): VerifierOptions {
  const issuer = readBaseUrl('authUrl', options?.authUrl, options?.allowHttp)
  return preset('propelAuth', ['authUrl'], { jwks: `${issuer}/.well-known/jwks.json`, issuer }, options)
}

/**
 * Kinde access tokens. All applications of a business share the keys, and `aud` is empty unless the application asked
 * for an API: register yours, and give its audience.
 *
 * @param options - `domain`: the business's domain or your custom one, such as `example.kinde.com`; `audience`: your API
 * @see https://docs.kinde.com/build/tokens/verifying-json-web-tokens/
 */
export function kinde(
  options: ProviderOptions & { readonly domain: string; readonly audience: string | readonly string[] },
): VerifierOptions {
  const issuer = `https://${readHost('domain', options?.domain)}`
  const audience = readAudience('audience', options.audience)
  return { ...preset('kinde', ['domain'], { jwks: `${issuer}/.well-known/jwks`, issuer }, options), audience }
}
