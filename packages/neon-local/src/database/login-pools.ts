import { LruMap } from '@rowauth/core/internal'
import pg from 'pg'
import { cancelled, Failure } from '../http/failure.js'
import { type DatabaseServer, type Login, loginKey } from './login.js'
import { OpenClients } from './open-clients.js'
import { untilAborted } from './until-aborted.js'

/** How many pools are kept at a time. */
const maxPools = 10

/** Milliseconds. */
const idleTimeout = 10_000
const connectionTimeout = 30_000
const separateTimeout = 1_000

/** One bounded pool for each login; the least recently used one makes room for another. */
export class LoginPools {
  readonly #server: DatabaseServer
  readonly #maxConnections: number
  readonly #pools = new LruMap<string, pg.Pool>()
  readonly #clients = new OpenClients()
  #closed = false

  /** @param maxConnections - how many connections each pool has at most */
  constructor(server: DatabaseServer, maxConnections: number) {
    this.#server = server
    this.#maxConnections = maxConnections
  }

  /**
   * Checks out a connection.
   *
   * @param signal - when it aborts, the connection is not waited for
   * @throws {DatabaseError} when PostgreSQL refuses the login
   * @throws {Failure} 500 when the server cannot be reached, or everything is in use; 400 when it was aborted
   */
  async connect(login: Login, signal: AbortSignal): Promise<pg.PoolClient> {
    if (this.#closed) throw cancelled()
    const key = loginKey(login)
    const pool = this.#pools.get(key) ?? this.#open(login)
    this.#pools.set(key, pool)
    const connecting = pool.connect()
    // A login that is refused leaves nothing behind.
    connecting.catch(() => pool.totalCount === 0 && pool.waitingCount === 0 && this.#drop(key, pool))
    try {
      return await untilAborted(connecting, signal)
    } catch (error) {
      connecting.then(
        (client) => client.release(),
        () => {},
      )
      throw failureOf(error, login)
    }
  }

  /** A connection outside of the pools, which is not connected yet. */
  separate(login: Login): pg.Client {
    const config = this.#server.config(login)
    return new this.#clients.Client({ ...config, connectionTimeoutMillis: separateTimeout })
  }

  /**
   * Closes all connections when they are free.
   *
   * @param patience - milliseconds after which they are cut
   */
  async close(patience: number): Promise<void> {
    this.#closed = true
    const pools = [...this.#pools.values()]
    this.#pools.clear()
    await Promise.all([...pools.map((pool) => pool.end()), this.#clients.close(patience)])
  }

  #open(login: Login): pg.Pool {
    this.#makeRoom()
    const pool = new pg.Pool({
      ...this.#server.config(login),
      Client: this.#clients.Client,
      max: this.#maxConnections,
      idleTimeoutMillis: idleTimeout,
      connectionTimeoutMillis: connectionTimeout,
    })
    // An idle connection was lost: the pool has dropped it already.
    pool.on('error', () => {})
    return pool
  }

  #makeRoom(): void {
    if (this.#pools.size < maxPools) return
    for (const [key, pool] of this.#pools) {
      if (pool.totalCount > pool.idleCount || pool.waitingCount > 0) continue
      this.#drop(key, pool)
      return
    }
    throw new Failure(500, 'too many users are connected at the same time')
  }

  #drop(key: string, pool: pg.Pool): void {
    // Else it is closed already.
    if (this.#pools.get(key) !== pool) return
    this.#pools.delete(key)
    void pool.end()
  }
}

function failureOf(error: unknown, { role, password }: Login): unknown {
  if (error instanceof Failure) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (error instanceof pg.DatabaseError) {
    // The login is the endpoint's own, which is nothing that the client could help, or should know.
    const isOwn = role !== undefined && code.startsWith('28')
    return isOwn ? new Failure(500, `PostgreSQL refuses the login of \`connectionString\` (${code}).`) : error
  }
  if (!password && code === '') {
    return new Failure(500, 'could not connect to PostgreSQL: `connectionString` has no password', {
      cause: error,
    })
  }
  return new Failure(500, `could not connect to PostgreSQL${code === '' ? '' : ` (${code})`}`, {
    cause: error,
  })
}
