import type { PgClientInternals, PgConnection } from '../pg-types.js'

/** `Client` of `@neondatabase/serverless`. */
interface NeonClient {
  readonly neonConfig?: object
  readonly _connecting?: boolean
  readonly _connected?: boolean
  once(event: 'connect' | 'end', listener: () => void): unknown
}

/**
 * Neon's client takes itself for connected when startup message and password are on their way
 * (`neonConfig.pipelineConnect`), and listens for the server's first ReadyForQuery once, to skip it. It answers the
 * login and none of our messages.
 */
export function isLoggingIn(connection: PgConnection): boolean {
  const listeners = connection.rawListeners?.('readyForQuery') ?? []
  return listeners.length > 0 && listeners.every((listener) => 'listener' in listener)
}

/**
 * When it connects Neon's client removes listeners of its connection, so ours must not be there before.
 *
 * @returns undefined when there is nothing to wait for
 */
export function connectedOnce(client: PgClientInternals): Promise<void> | undefined {
  const candidate = client as unknown as NeonClient
  if (candidate.neonConfig === undefined || candidate._connecting || candidate._connected) return undefined
  return new Promise((resolve, reject) => {
    candidate.once('connect', resolve)
    candidate.once('end', () => reject(new Error('Connection terminated')))
  })
}

/**
 * For a client that its pool is to drop. Neon's pool gives the place to a call that waits when the client's connection
 * ends, also where it has ended already, or goes on closing a WebSocket that nobody answers: then nobody is given it.
 */
export function endNow(client: PgClientInternals): void {
  if ((client as unknown as NeonClient).neonConfig !== undefined) client.connection.emit?.('end')
}
