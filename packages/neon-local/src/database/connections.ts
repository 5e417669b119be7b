import type { PoolClient } from 'pg'
import { cancelled } from '../http/failure.js'
import type { DatabaseServer, Login } from './login.js'
import { LoginPools } from './login-pools.js'
import { RunningQuery } from './running-query.js'

/** Lends connections to requests and takes care that nothing of a request stays on them. */
export class Connections {
  readonly #pools: LoginPools

  constructor(server: DatabaseServer, maxConnections: number) {
    this.#pools = new LoginPools(server, maxConnections)
  }

  /**
   * Runs something on a connection of a login.
   *
   * @param signal - when it aborts, the query is cancelled
   * @throws {Failure} 500 without a connection; 400 when it was cancelled
   */
  async use<T>(login: Login, signal: AbortSignal, work: (query: RunningQuery) => Promise<T>): Promise<T> {
    if (signal.aborted) throw cancelled()
    const client = await this.#pools.connect(login, signal)
    // The call in flight rejects with the same error.
    const ignore = () => {}
    client.on('error', ignore)
    const query = new RunningQuery(client, () => this.#pools.separate(login))
    const stop = () => query.stop(cancelled())
    signal.addEventListener('abort', stop)
    try {
      if (signal.aborted) throw cancelled()
      return await query.settle(work(query))
    } finally {
      signal.removeEventListener('abort', stop)
      // The answer does not wait for it.
      void clean(query).then((isClean) => {
        client.off('error', ignore)
        client.release(!isClean)
      })
    }
  }

  /**
   * Closes all connections when the requests on them are done.
   *
   * @param patience - milliseconds after which they are cut
   */
  async close(patience: number): Promise<void> {
    await this.#pools.close(patience)
  }
}

/** Settings, temporary tables, advisory locks, listeners: all of it goes. False when the connection has to go too. */
async function clean({ client, stopped }: RunningQuery): Promise<boolean> {
  if (stopped !== undefined || status(client) !== 'I') return false
  try {
    await client.query('discard all')
    return true
  } catch {
    return false
  }
}

function status(client: PoolClient): string | null {
  return client.getTransactionStatus()
}
