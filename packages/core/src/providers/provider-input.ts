import { readHttpHosts } from '../jwks/http-hosts.js'
import { isTrustworthyAddress } from '../jwks/jwks-address.js'
import { parseUrl } from '../parse-url.js'

const hostPattern =
  /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/

/**
 * A host name alone: no scheme, port or path, so that nothing can redirect where the keys come from.
 *
 * @throws {TypeError} for anything else
 */
export function readHost(option: string, value: unknown): string {
  const host = typeof value === 'string' ? value.toLowerCase() : ''
  if (!hostPattern.test(host)) {
    throw new TypeError(
      `\`${option}\` must be a host name such as "auth.example.com", without scheme and path.`,
    )
  }
  return host
}

/**
 * An identifier that becomes one segment of a URL path.
 *
 * @throws {TypeError} when it is empty or could leave its segment
 */
export function readId(option: string, value: unknown): string {
  if (typeof value !== 'string' || !/^[\w~-][\w.~-]*$/.test(value)) {
    throw new TypeError(
      `\`${option}\` must be a non-empty identifier of letters, digits, "-", "_", "." and "~".`,
    )
  }
  return value
}

/**
 * The base URL of a server, without a slash at its end.
 *
 * @param allowHttp - the option of that name, whose hosts may be http, too
 * @throws {TypeError} when it is neither https nor http of an allowed host, or has credentials, a query or a fragment
 */
export function readBaseUrl(option: string, value: unknown, allowHttp?: unknown): string {
  const httpHosts = readHttpHosts(allowHttp)
  const url = typeof value === 'string' ? parseUrl(value) : undefined
  if (url === undefined || !isTrustworthyAddress(url, httpHosts) || url.search !== '' || url.hash !== '') {
    throw new TypeError(
      `\`${option}\` must be an https URL without query and credentials (http: loopback hosts, and those in \`allowHttp\`).`,
    )
  }
  return trimSlash(url.href)
}

/**
 * A path below a base URL: empty, or with a slash at its beginning and none at its end.
 *
 * @throws {TypeError} when it could leave the base URL
 */
export function readPath(option: string, value: unknown): string {
  if (typeof value !== 'string' || !/^(?:\/[\w~-][\w.~-]*)*\/?$/.test(value)) {
    throw new TypeError(`\`${option}\` must be a path such as "/auth".`)
  }
  return trimSlash(value)
}

/**
 * The audience that a provider cannot do without, because its keys serve the customers of everyone.
 *
 * @throws {TypeError} when it is missing or empty
 */
export function readAudience(option: string, value: unknown): string | readonly string[] {
  const names: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (names.length === 0 || names.some((name) => typeof name !== 'string' || name === '')) {
    throw new TypeError(
      `\`${option}\` is required: without an audience, tokens made for others would be accepted.`,
    )
  }
  return names.filter((name) => typeof name === 'string')
}

function trimSlash(text: string): string {
  return text.endsWith('/') ? text.slice(0, -1) : text
}
