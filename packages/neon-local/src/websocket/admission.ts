import type { IncomingMessage } from 'node:http'
import { parseUrl } from '@rowauth/core/internal'
import { type AccessRules, checkAccess, isLoopback } from '../http/allowed-origin.js'
import { Failure } from '../http/failure.js'
import { checkSingleHeaders } from '../http/request-headers.js'

/** Where PostgreSQL is. */
export interface ServerAddress {
  readonly host: string
  readonly port: number
}

const path = '/v2'

/**
 * Looks at the request for a WebSocket before anything is done for it.
 *
 * @param server - the only server that its `address` may name
 * @throws {Failure} 400, 403, 404
 */
export function checkUpgrade(request: IncomingMessage, access: AccessRules, server: ServerAddress): void {
  checkSingleHeaders(request)
  checkAccess(request.headers, access)
  const url = parseUrl(request.url ?? '', 'ws://endpoint')
  if (url?.pathname !== path) throw new Failure(404, `WebSockets are served at ${path}.`)
  const addresses = url.searchParams.getAll('address')
  if (addresses.length > 1) throw new Failure(400, 'There is more than one `address`.')
  if (addresses.some((address) => !isServer(address, server))) {
    throw new Failure(403, 'The `address` is not that of the server behind this endpoint.')
  }
}

function isServer(address: string, { host, port }: ServerAddress): boolean {
  const asked = parseUrl(`http://${address}`)
  const own = parseUrl(`http://${host.includes(':') ? `[${host}]` : host}`)
  if (asked === undefined || own === undefined || asked.href !== `${asked.origin}/`) return false
  // The port of HTTP is left out of its addresses.
  const isPort = port === 80 ? asked.port === '' : asked.port === String(port)
  const isHost = asked.hostname === own.hostname || (isLoopback(asked.hostname) && isLoopback(own.hostname))
  return isPort && isHost
}
