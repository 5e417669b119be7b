import { parseUrl } from '../parse-url.js'

/** May keys be fetched over http from the host of a URL, as `URL.hostname` has it? */
export type HttpHosts = (hostname: string) => boolean

const isLoopback: HttpHosts = (hostname) => /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname)

/**
 * Reads the option `allowHttp`. Hosts of the loopback interface are among them always: nobody can put other keys in
 * their place there.
 *
 * @param value - names of hosts without a port, each also as `*.suffix`; true for all, false and undefined for none
 * @throws {TypeError} for anything else
 */
export function readHttpHosts(value: unknown): HttpHosts {
  if (value === undefined || value === false) return isLoopback
  if (value === true) return () => true
  if (!Array.isArray(value)) throw notHosts()
  const rules = value.map(readHost)
  return (hostname) => isLoopback(hostname) || rules.some((admits) => admits(hostname))
}

function readHost(entry: unknown): HttpHosts {
  if (typeof entry !== 'string') throw notHosts()
  const isSuffix = entry.startsWith('*.')
  const name = isSuffix ? entry.slice(2) : entry
  // As a URL has it: lower case, an address in its one form.
  const host = /^(?:[\p{L}\p{N}_.-]+|\[[\da-f:.]+\])$/iu.test(name)
    ? parseUrl(`http://${name}/`)?.hostname
    : undefined
  if (host === undefined || host === '' || name.startsWith('.')) throw notHosts()
  return isSuffix ? (hostname) => hostname.endsWith(`.${host}`) : (hostname) => hostname === host
}

function notHosts(): TypeError {
  return new TypeError(
    '`allowHttp` must be true, false or a list of hosts without scheme, port and path, such as "keycloak" or "*.localhost".',
  )
}
