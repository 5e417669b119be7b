import type { VerifierOptions } from '../jwt/verifier-options.js'
import { type ProviderOptions, preset } from './preset.js'
import { readAudience, readHost, readId } from './provider-input.js'

/**
 * Okta tokens of one authorization server; `iss` tells them apart. A custom one, `default` among them, has its id in
 * `iss`: its access tokens name your API as audience. Without an id it is the org authorization server, of whose tokens
 * only ID tokens can be verified, with your client id as audience; its access tokens are for Okta itself.
 *
 * @param options - `domain`: the org's domain or your custom one, such as `example.okta.com`; `audience`: as above;
 *   `authorizationServerId`: `default`, or an id such as `ausn8v4pT6aWc8ZnE0h7`
 * @see https://developer.okta.com/docs/concepts/auth-servers/
 */
export function okta(
  options: ProviderOptions & {
    readonly domain: string
    readonly audience: string | readonly string[]
    readonly authorizationServerId?: string
  },
): VerifierOptions {
  const org = `https://${readHost('domain', options?.domain)}`
  const audience = readAudience('audience', options.audience)
  const { authorizationServerId: id } = options
  const endpoints =
    id === undefined ? `${org}/oauth2` : `${org}/oauth2/${readId('authorizationServerId', id)}`
  const issuer = id === undefined ? org : endpoints
  return {
    ...preset('okta', ['domain', 'authorizationServerId'], { jwks: `${endpoints}/v1/keys`, issuer }, options),
    audience,
  }
}
