import type { IncomingMessage } from 'node:http'
import { isLoopback } from './loopback.js'

/** Where a client may come from, and where it may want to go. */
export interface AdmissionRules {
  /** The PostgreSQL server behind the endpoint: the only address that may be asked for. */
  readonly server: { readonly host: string; readonly port: number }
  /** Origins of web pages, besides those of this machine. */
  readonly origins: readonly string[]
  /** Names of this endpoint, besides those of this machine and addresses. */
  readonly hosts: readonly string[]
}

/** Why an upgrade is refused, as an HTTP answer. */
export interface Refusal {
  readonly status: 400 | 403 | 404
  readonly message: string
}

const path = '/v2'

/**
 * Looks at the request for a WebSocket before anything is done for it.
 *
 * @returns undefined when it may go on
 */
export function refusalOf(request: IncomingMessage, rules: AdmissionRules): Refusal | undefined {
  const { host, origin } = request.headers
  if (!isOwnName(host, rules))
    return { status: 403, message: 'The Host of the request is not this endpoint.' }
  // Only web pages have one, and a page of somebody else's must not reach a developer's database.
  if (origin !== undefined && !isAllowedOrigin(origin, rules)) {
    return { status: 403, message: 'The Origin of the request is not allowed.' }
  }
  const url = urlOf(request.url ?? '', 'ws://endpoint')
  if (url?.pathname !== path) return { status: 404, message: `WebSockets are served at ${path}.` }
  const addresses = url.searchParams.getAll('address')
  if (addresses.length > 1) return { status: 400, message: 'There is more than one `address`.' }
  if (addresses.some((address) => !isServer(address, rules))) {
    return { status: 403, message: 'The `address` is not that of the server behind this endpoint.' }
  }
  return undefined
}

/** An address cannot be made to lead here by somebody else's name server, as a name can. */
function isOwnName(host: string | undefined, { hosts }: AdmissionRules): boolean {
  const url = host === undefined ? undefined : urlOf(`ws://${host}`)
  if (url === undefined || url.host === '' || url.pathname !== '/' || url.username !== '') return false
  const { hostname } = url
  const isAddress = hostname.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(hostname)
  return isAddress || isLoopback(hostname) || hosts.includes(hostname)
}

function isAllowedOrigin(origin: string, { origins }: AdmissionRules): boolean {
  if (origins.includes(origin)) return true
  const url = urlOf(origin)
  return url !== undefined && /^https?:$/.test(url.protocol) && isLoopback(url.hostname)
}

function isServer(address: string, { server }: AdmissionRules): boolean {
  const { hostname, port } = urlOf(`postgres://${address}`) ?? {}
  if (hostname === undefined || Number(port || 5432) !== server.port) return false
  return hostname === server.host || (isLoopback(hostname) && isLoopback(server.host))
}

function urlOf(text: string, base?: string): URL | undefined {
  return URL.canParse(text, base) ? new URL(text, base) : undefined
}
