import { LruMap } from '@rowauth/core/internal'
import pg from 'pg'
import { Failure } from '../http/failure.js'
import { type DatabaseServer, type Login, loginKey } from './login.js'

/** How many pools are kept at a time. */
const maxPools = 10

/** Milliseconds. */
const idleTimeout = 10_000
const connectionTimeout = 30_000

/** One bounded pool for each login; the least recently used one makes room for another. */
export class LoginPools {
  readonly #server: DatabaseServer
  readonly #maxConnections: number
  readonly #pools = new LruMap<string, pg.Pool>()

  /** @param maxConnections - how many connections each pool has at most */
  constructor(server: DatabaseServer, maxConnections: number) {
    this.#server = server
    this.#maxConnections = maxConnections
  }

  /**
   * Checks out a connection.
   *
   * @throws {DatabaseError} when PostgreSQL refuses the login
   * @throws {Failure} 500 when the server cannot be reached, or everything is in use
   */
  async connect(login: Login): Promise<pg.PoolClient> {
    const key = loginKey(login)
    const pool = this.#pools.get(key) ?? this.#open(login)
    this.#pools.set(key, pool)
    try {
      return await pool.connect()
    } catch (error) {
      // A login that is refused leaves nothing behind.
      if (pool.totalCount === 0 && pool.waitingCount === 0) this.#drop(key, pool)
      if (error instanceof pg.DatabaseError) throw error
      throw unreachable(error)
    }
  }

  /** Closes all connections when they are free. */
  async close(): Promise<void> {
    const pools = [...this.#pools.values()]
    this.#pools.clear()
    await Promise.all(pools.map((pool) => pool.end()))
  }

  #open(login: Login): pg.Pool {
    this.#makeRoom()
    const pool = new pg.Pool({
      ...this.#server.config(login),
      max: this.#maxConnections,
      idleTimeoutMillis: idleTimeout,
      connectionTimeoutMillis: connectionTimeout,
    })
    // An idle connection was lost: the pool has dropped it already.
    pool.on('error', () => {})
    // The pool hands a new one over before anybody listens; the server may say in the same packet that it stops.
    pool.on('connect', (client) => client.on('error', () => {}))
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
    if (this.#pools.get(key) === pool) this.#pools.delete(key)
    void pool.end()
  }
}

function unreachable(cause: unknown): Failure {
  const code = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : ''
  return new Failure(500, `could not connect to PostgreSQL${code}`, { cause })
}
