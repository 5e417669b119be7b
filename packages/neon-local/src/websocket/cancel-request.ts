import { connect, type NetConnectOpts } from 'node:net'
import type { ServerAddress } from './admission.js'

const code = 80_877_102
/** Milliseconds. */
const timeout = 5_000

/**
 * Asks the server to cancel what a session runs (PostgreSQL manual, section 55.2.8); it tells nobody whether it has.
 *
 * @param key - process and secret key of the session
 */
export function cancel({ host, port }: ServerAddress, key: Buffer): Promise<void> {
  const request = Buffer.alloc(8)
  request.writeInt32BE(8 + key.length, 0)
  request.writeInt32BE(code, 4)
  const to: NetConnectOpts = host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port }
  return new Promise((resolve) => {
    const socket = connect({ ...to, timeout })
    socket.on('error', () => {})
    socket.on('timeout', () => socket.destroy())
    socket.once('close', () => resolve())
    socket.end(Buffer.concat([request, key]))
    socket.resume()
  })
}
