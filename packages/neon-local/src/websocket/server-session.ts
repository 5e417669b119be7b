import type { Socket } from 'node:net'
import type { ClientConfig } from 'pg'
import { GuardedClient } from '../database/guarded-client.js'
import { message } from './protocol-message.js'

/** A connection to PostgreSQL on which somebody has logged in. */
export interface ServerSession {
  /** Paused, and nobody listens to its data. */
  readonly socket: Socket
  /** What the server has told, for the client to be told: parameters, key, and that it is ready. */
  readonly greeting: Buffer
  /** Process and secret key, by which the server takes a request to cancel. */
  readonly key: Buffer
}

/** Milliseconds. */
const connectionTimeout = 10_000

/**
 * Logs in as `pg` does, in whatever way the server asks for the password, and takes the connection over.
 *
 * @param signal - gives up
 * @throws {DatabaseError} when PostgreSQL refuses
 */
export async function openServerSession(config: ClientConfig, signal: AbortSignal): Promise<ServerSession> {
  const client = new GuardedClient({ ...config, connectionTimeoutMillis: connectionTimeout })
  const { connection } = client
  const told: Buffer[] = []
  let key = Buffer.alloc(8)
  // What goes wrong later shows on the socket.
  client.on('error', () => {})
  connection.on('parameterStatus', ({ parameterName, parameterValue }) => {
    told.push(message('S', Buffer.from(`${parameterName}\0${parameterValue}\0`)))
  })
  connection.on('backendKeyData', ({ processID, secretKey }) => {
    key = Buffer.alloc(8)
    key.writeInt32BE(processID, 0)
    key.writeInt32BE(secretKey, 4)
  })
  const giveUp = () => connection.stream.destroy(new Error('The client has gone.'))
  signal.addEventListener('abort', giveUp)
  try {
    signal.throwIfAborted()
    // Within the event: what the server says next is not for `pg`.
    client.once('connect', () => connection.stream.pause().removeAllListeners('data'))
    await client.connect()
  } catch (error) {
    connection.stream.destroy()
    throw error
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
  const greeting = Buffer.concat([...told, message('K', key), message('Z', Buffer.from('I'))])
  return { socket: connection.stream as Socket, greeting, key }
}
