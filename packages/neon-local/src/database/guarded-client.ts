import type { Duplex } from 'node:stream'
import pg, { type ClientConfig } from 'pg'

type Listener = (...args: unknown[]) => void
interface Attaching {
  attachListeners(stream: { on(event: string, listener: Listener): unknown }): void
}

/**
 * A client of pg that survives what it cannot read: pg parses within an event of the socket, where an exception
 * would end the process. Here it ends the connection.
 */
export class GuardedClient extends pg.Client {
  constructor(config?: string | ClientConfig) {
    super(config)
    const connection = this.connection as unknown as Attaching
    const attach = connection.attachListeners
    connection.attachListeners = (stream) => {
      const on = (event: string, listener: Listener) =>
        stream.on(event, (...args) => {
          try {
            listener(...args)
          } catch (error) {
            ;(stream as Duplex).destroy(error instanceof Error ? error : new Error(String(error)))
          }
        })
      attach.call(connection, { on })
    }
  }
}
