import { parseUrl } from '../parse-url.js'
import type { HttpHosts } from './http-hosts.js'

/**
 * Is this an address that keys may be fetched from: https, or http of a host for which that was allowed?
 *
 * @param httpHosts - as `readHttpHosts` makes it
 */
export function isTrustworthyAddress(url: URL, httpHosts: HttpHosts): boolean {
  if (url.username !== '' || url.password !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && httpHosts(url.hostname))
}

/**
 * The address of a JWKS.
 *
 * @param httpHosts - as `readHttpHosts` makes it
 * @throws {TypeError} when the address is none, holds credentials, or is neither https nor http of an allowed host
 */
export function jwksAddress(value: string | URL, httpHosts: HttpHosts): URL {
  const url = parseUrl(String(value))
  if (url === undefined) throw new TypeError('`jwks` must be an absolute URL or a JWKS object.')
  if (!isTrustworthyAddress(url, httpHosts)) {
    throw new TypeError(
      'The `jwks` URL must be https without credentials. http is for loopback hosts, and for those in `allowHttp`.',
    )
  }
  return url
}
