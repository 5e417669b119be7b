import type { IncomingHttpHeaders } from 'node:http'
import { parseUrl } from '@rowauth/core/internal'
import { Failure } from './failure.js'

/** Who may send requests besides this machine's own pages and programs. */
export interface AccessRules {
  /** Names, in lower case and without a port, by which the endpoint may be addressed besides loopback ones. */
  readonly hosts: ReadonlySet<string>
  /** Origins of web pages besides loopback ones. */
  readonly origins: ReadonlySet<string>
}

/**
 * Is this the name or the address of this very machine? Names below `localhost` are (RFC 6761, section 6.3).
 *
 * @param hostname - as `URL.hostname` has it: in lower case, IPv6 in brackets
 */
export function isLoopback(hostname: string): boolean {
  return /^(?:(?:[a-z\d-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname)
}

/**
 * May the endpoint be addressed by this name? A page that has its own name resolve to 127.0.0.1 (DNS rebinding) is
 * same-origin to the browser, but cannot choose what is in `Host`.
 *
 * @param host - the `Host` header
 */
function isAllowedHost(host: string | undefined, { hosts }: AccessRules): boolean {
  const hostname = /^(\[[\da-f:.]+\]|[^\s:/?#@[\]]+)(?::\d{1,5})?$/i.exec(host ?? '')?.[1]?.toLowerCase()
  return hostname !== undefined && (isLoopback(hostname) || hosts.has(hostname))
}

/**
 * May a page of this origin use the endpoint?
 *
 * @param origin - the `Origin` header; programs send none, a page that hides its origin sends `null`
 */
function isAllowedOrigin(origin: string | undefined, { origins }: AccessRules): boolean {
  if (origin === undefined || origins.has(origin)) return true
  const url = /^https?:/.test(origin) ? parseUrl(origin) : undefined
  return url !== undefined && url.origin === origin && isLoopback(url.hostname)
}

/**
 * Refuses a request, or an upgrade, that comes from elsewhere.
 *
 * @throws {Failure} 403
 */
export function checkAccess({ host, origin }: IncomingHttpHeaders, rules: AccessRules): void {
  if (!isAllowedHost(host, rules)) {
    throw new Failure(403, 'The name in `Host` is not a loopback one. `allowedHosts` takes more.')
  }
  if (!isAllowedOrigin(origin, rules)) {
    throw new Failure(403, 'The page that asks is not of a loopback origin. `allowedOrigins` takes more.')
  }
}
