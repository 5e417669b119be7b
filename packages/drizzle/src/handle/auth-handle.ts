import type { AuthSession } from '@rowauth/core'
import { authenticatedSession, type Connection } from './authenticated-session.js'
import { sendBatch } from './batch.js'
import { databaseOver } from './database-handle.js'
import { type CacheMutation, clientOver, type DrizzleDatabase, type PgDriver } from './drizzle-internals.js'
import { identityCache } from './identity-cache.js'
import { transactionOf, transactionOptions } from './transaction-handle.js'

interface Thenable {
  execute?(): Promise<unknown>
  then(resolve: (value: unknown) => void, reject: (reason: unknown) => void): unknown
}

/** The database that `$withAuth` returns. It shares nothing that can change with any other one. */
export function authHandle(
  db: DrizzleDatabase,
  driver: PgDriver,
  identify: () => Promise<AuthSession>,
): DrizzleDatabase {
  const inner = db.session
  /** Where the next query to start runs instead: set and taken within one turn of the event loop. */
  let collecting: Connection | undefined
  /** Made when it is needed: the garbage collector is slow with weak collections, and handles are many. */
  let raws: WeakSet<object> | undefined

  const connect = async (): Promise<Connection> => {
    const session = await identify()
    return {
      client: clientOver((statement) => driver.query(session, statement)),
      // What a cache answers reaches no endpoint that would verify the token.
      cache: identityCache(inner.cache, session, driver.verifiesTokens !== true),
    }
  }

  const session = authenticatedSession(inner, {
    connect: () => {
      const connection = collecting
      collecting = undefined
      return connection ?? connect()
    },
    transaction: transactionOf(db, driver, identify),
  })
  const handle = databaseOver(db, session)

  /** Starting a query of another handle would send it as somebody else, or as nobody. */
  const assertOwn = (item: unknown): Thenable => {
    const own =
      typeof item === 'object' &&
      item !== null &&
      (raws?.has(item) || ('session' in item && item.session === session))
    if (!own) {
      throw new TypeError(
        'batch() takes queries that were built on this very handle; with replicas, both on its $primary.',
      )
    }
    return item as Thenable
  }

  return Object.assign(handle, {
    execute(...args: unknown[]): object {
      const raw = Object.getPrototypeOf(handle).execute.apply(handle, args)
      raws ??= new WeakSet()
      raws.add(raw)
      return raw
    },
    $cache: {
      async invalidate(params: CacheMutation): Promise<void> {
        await identityCache(inner.cache, await identify(), true).onMutate(params)
      },
    },
    async batch(items: readonly unknown[], config?: object): Promise<unknown[]> {
      const own = items.map(assertOwn)
      const options = transactionOptions(config)
      const who = await identify()
      const cache = identityCache(inner.cache, who, false)
      const runs = own.map((item) => (client: Connection['client']) => {
        collecting = { client, cache }
        try {
          const result = item.execute?.() ?? new Promise(item.then.bind(item))
          if (collecting === undefined) return result
        } finally {
          // An item that threw must not leave its connection to the next query, which would wait for ever.
          collecting = undefined
        }
        throw new TypeError('batch() cannot hold this kind of query back.')
      })
      return await sendBatch(driver, who, runs, options)
    },
  })
}
