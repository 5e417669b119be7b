import type { VerifierOptions } from '../jwt/verifier-options.js'
import { type ProviderOptions, preset } from './preset.js'
import { readAudience, readBaseUrl } from './provider-input.js'

/**
 * Tokens of SAP's Authorization and Trust Management service (XSUAA) on SAP BTP. The header names an address for keys (`jku`),
 * which is ignored: keys come from `/token_keys` of the subaccount that was named here. All applications of a subaccount
 * share them.
 *
 * @param options - `url`: as in the credentials of the binding, such as
 *   `https://example.authentication.eu10.hana.ondemand.com`; for an application with subscribers a list of those of their
 *   subaccounts, too, each with keys of its own. `audience`: `xsappname` and `clientid` of the same credentials
 * @see https://www.npmjs.com/package/@sap/xssec
 */
export function xsuaa(
  options: ProviderOptions & {
    readonly url: string | readonly string[]
    readonly audience: string | readonly string[]
  },
): VerifierOptions {
  const url: unknown = options?.url
  const subaccounts = (Array.isArray(url) ? url : [url]).map((each) =>
    readBaseUrl('url', each, options?.allowHttp),
  )
  const audience = readAudience('audience', options.audience)
  const keysOf = new Map(
    subaccounts.map((subaccount) => [`${subaccount}/oauth/token`, `${subaccount}/token_keys`]),
  )
  const [only] = keysOf.values()
  if (only === undefined) throw new TypeError('`url` must hold the URL of at least one subaccount.')
  const base: VerifierOptions = {
    // Of accepted issuers alone, which are these.
    jwks: keysOf.size === 1 ? only : (iss) => keysOf.get(iss) ?? '',
    issuer: [...keysOf.keys()],
  }
  return { ...preset('xsuaa', ['url'], base, options), audience }
}
