import type { ClientConfig } from 'pg'
import type { WebSocket } from 'ws'
import type { Login } from '../database/login.js'
import type { ServerAddress } from './admission.js'
import { cancel } from './cancel-request.js'
import { ClientBytes } from './client-bytes.js'
import { leaveServer } from './leave-server.js'
import { loginError } from './protocol-error.js'
import { message } from './protocol-message.js'
import { relay } from './relay.js'
import { requestedLogin } from './requested-login.js'
import { openServerSession, type ServerSession } from './server-session.js'
import { readPassword, readStartup } from './startup-message.js'

/** What all clients share. */
export interface SessionContext {
  /** How a login connects to the server. */
  config(login: Login): ClientConfig
  readonly server: ServerAddress
  mayLogIn(user: string): boolean
  /** The keys of the sessions that are open, in hexadecimal digits. */
  readonly keys: Set<string>
}

/** Milliseconds for a client to log in. */
const loginTimeout = 30_000

const authentication = (code: number) => {
  const body = Buffer.alloc(4)
  body.writeInt32BE(code)
  return message('R', body)
}
const cleartextPassword = authentication(3)
const ok = authentication(0)

/**
 * Serves a client from its startup message to its end: asks for the password, logs in to PostgreSQL with it, and
 * carries the rest. Neon's client sends the password unasked (`pipelineConnect`), which comes to the same.
 */
export async function serveClient(webSocket: WebSocket, context: SessionContext): Promise<void> {
  const gone = new AbortController()
  webSocket.once('close', () => gone.abort())
  // What breaks a WebSocket closes it.
  webSocket.on('error', () => {})
  const timer = setTimeout(() => webSocket.terminate(), loginTimeout)
  const bytes = new ClientBytes(webSocket)
  let session: ServerSession | undefined
  try {
    session = await logIn(webSocket, bytes, context, gone.signal)
    clearTimeout(timer)
    if (session !== undefined) await serve(webSocket, bytes, session, context)
  } catch (error) {
    if (!gone.signal.aborted) webSocket.send(loginError(error))
  } finally {
    clearTimeout(timer)
    // Else the client's part of the closing handshake would wait, too.
    webSocket.resume()
    webSocket.close(1000)
    if (session !== undefined) await leaveServer(session, context.server)
  }
}

/** @returns undefined when there is nothing to serve: the client has gone, or wanted another session cancelled */
async function logIn(
  webSocket: WebSocket,
  bytes: ClientBytes,
  context: SessionContext,
  signal: AbortSignal,
): Promise<ServerSession | undefined> {
  const startup = await readStartup(bytes, (answer) => webSocket.send(answer))
  if (startup?.kind === 'cancel') {
    const key = startup.message.subarray(4)
    if (context.keys.has(key.toString('hex'))) await cancel(context.server, key)
    return undefined
  }
  if (startup === undefined) return undefined
  const { user, database, settings } = requestedLogin(startup.parameters, context.mayLogIn)
  webSocket.send(cleartextPassword)
  const password = await readPassword(bytes)
  if (password === undefined) return undefined
  return await openServerSession({ ...context.config({ user, password, database }), ...settings }, signal)
}

async function serve(
  webSocket: WebSocket,
  bytes: ClientBytes,
  { socket, greeting, key }: ServerSession,
  { keys }: SessionContext,
): Promise<void> {
  const name = key.toString('hex')
  keys.add(name)
  webSocket.send(Buffer.concat([ok, greeting]))
  await relay(webSocket, bytes, socket)
  keys.delete(name)
}
