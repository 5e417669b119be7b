import type { PoolClient } from 'pg'
import { cancelled } from '../http/failure.js'
import type { DatabaseServer, Login } from './login.js'
import { LoginPools } from './login-pools.js'
import { RunningQuery } from './running-query.js'
import { untilAborted } from './until-aborted.js'

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
    // It may have aborted just before.
    const settled = query.settle(signal.aborted ? Promise.reject(cancelled()) : work(query))
    const giveBack = async () => {
      signal.removeEventListener('abort', stop)
      const isClean = await clean(query)
      client.off('error', ignore)
      client.release(!isClean)
    }
    // The answer waits neither for that nor for a query that heeds no cancel request.
    settled.then(giveBack, giveBack)
    return untilAborted(settled, signal)
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
