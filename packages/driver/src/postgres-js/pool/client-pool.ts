import { AuthError } from '@rowauth/core'
import type pg from 'pg'
import { watchNewbornClients } from '../../node-postgres/connection/newborn-clients.js'
import { isServerError, type PgClient, type PgPool } from '../../node-postgres/pg-types.js'
import type { ClientOptions } from '../postgres-js-types.js'
import { serverFields } from '../results/client-error.js'
import { connectTimeout, hostsOf, poolConfig, startupParameters } from './pool-config.js'
import { stateCheck } from './server-state.js'
import { Targets } from './targets.js'

async function loadPg(): Promise<typeof pg> {
  try {
    const { default: loaded } = await import('pg')
    return loaded
  } catch (cause) {
    const message =
      'Authenticated statements of postgres.js run over node-postgres, which could not be loaded: npm install pg, ' +
      'and where a bundler packs the application, tell it that `pg` is external.'
    throw new AuthError('unsupported', message, { cause })
  }
}

type PooledClient = PgClient & { release(destroy?: boolean): void }

/** A server that starts or shuts down; another host may do. */
const cannotConnectNow = '57P03'

/** Connections of node-postgres' that are opened as a client of postgres.js is configured, when they are needed. */
export class ClientPool implements PgPool {
  readonly #options: ClientOptions
  readonly #targets: Targets
  #pool: Promise<pg.Pool> | undefined
  /** Calls that wait for a connection. */
  readonly #waiting = new Set<Promise<unknown>>()
  #ended: Promise<void> | undefined
  #total = () => 0

  /** @throws {TypeError} for options that cannot be carried */
  constructor(options: ClientOptions) {
    poolConfig(options)
    startupParameters(options)
    this.#options = options
    this.#targets = new Targets(hostsOf(options), options.ssl === 'prefer')
  }

  get totalCount(): number {
    return this.#total()
  }

  async connect(): Promise<PooledClient> {
    if (this.#ended) throw new Error('Cannot use a pool after calling end on the pool')
    const connecting = this.#connect()
    this.#waiting.add(connecting)
    try {
      return await connecting
    } finally {
      this.#waiting.delete(connecting)
    }
  }

  /** A connection to the first host that gives one. */
  async #connect(): Promise<PooledClient> {
    this.#pool ??= this.#open()
    const pool = await this.#pool
    for (let left = this.#targets.attempts - 1; ; left -= 1) {
      try {
        return await pool.connect()
      } catch (error) {
        const final = isServerError(error) && error.code !== cannotConnectNow
        if (final || left <= 0 || pool.ending) throw error
      }
    }
  }

  /** Closes the connections when those that are in use, and those that calls wait for already, are given back. */
  end(): Promise<void> {
    this.#ended ??= this.#end()
    return this.#ended
  }

  async #end(): Promise<void> {
    // node-postgres' pool never tells those who still wait when it ends.
    await Promise.allSettled(this.#waiting)
    await (await this.#pool)?.end()
  }

  async #open(): Promise<pg.Pool> {
    const { Client, Pool } = await loadPg()
    const options = this.#options
    const targets = this.#targets
    const startup = startupParameters(options)
    const connectionTimeoutMillis = connectTimeout(options)
    const check = stateCheck(options)

    class OwnClient extends Client {
      readonly target: ReturnType<Targets['next']>

      constructor(config: pg.ClientConfig) {
        const target = targets.next()
        const { host, port, encrypted } = target
        // The pool hides it from copies.
        const { password } = config
        super({ ...config, password, host, port, connectionTimeoutMillis, ...(!encrypted && { ssl: false }) })
        this.target = target
        if (typeof options.onnotice === 'function') {
          const { onnotice } = options
          this.on('notice', (notice) => onnotice(serverFields(notice)))
        }
      }

      getStartupConf(): Record<string, string> {
        return startup
      }

      override connect(callback?: unknown): never {
        const told = callback as (error?: Error) => void
        const connected = (error?: Error | null) => {
          if (error) targets.failed(this.target, error)
          told(error ?? undefined)
        }
        return super.connect(connected as () => void) as never
      }
    }

    const verify =
      check &&
      (async (client: OwnClient, done: (error?: Error) => void) => {
        const last = targets.isLast(client.target)
        await check(client, last).then(
          () => done(),
          (error: Error) => {
            targets.failed(client.target, error)
            done(error)
          },
        )
      })
    const pool = new Pool({ ...poolConfig(options), Client: OwnClient, ...(verify && { verify }) } as object)
    // An idle connection that is lost; without a listener it would end the process.
    pool.on('error', () => {})
    watchNewbornClients(pool as unknown as PgPool)
    this.#total = () => pool.totalCount
    return pool
  }
}
