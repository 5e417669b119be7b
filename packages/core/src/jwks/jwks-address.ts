import { parseUrl } from '../parse-url.js'

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/**
 * Is this an address that keys may be fetched from: https, or http on the loopback interface, where nobody
 * can put other keys in their place?
 */
export function isTrustworthyAddress(url: URL): boolean {
  if (url.username !== '' || url.password !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopback.test(url.hostname))
}

/** @throws {TypeError} when the address is none, holds credentials, or is neither https nor loopback http */
export function jwksAddress(value: string | URL): URL {
  const url = parseUrl(String(value))
  if (url === undefined) throw new TypeError('`jwks` must be an absolute URL or a JWKS object.')
  if (!isTrustworthyAddress(url)) {
    throw new TypeError('The `jwks` URL must be https without credentials; http is for loopback hosts only.')
  }
  return url
}
