import { AuthError } from '@rowauth/core'
import {
  type DrizzleCache,
  type DrizzleClient,
  type DrizzlePrepared,
  type DrizzleSession,
  noClient,
} from './drizzle-internals.js'

/** Where one query runs: a client that sends it as somebody, and the cache as that somebody sees it. */
export interface Connection {
  readonly client: DrizzleClient
  readonly cache: DrizzleCache
}

/** What backs an authenticated session of Drizzle's. */
export interface Backing {
  /** Called when a query runs; verifies whose query it is. */
  connect(): Connection | Promise<Connection>
  transaction: DrizzleSession['transaction']
}

/**
 * A session of the wrapped one's class whose queries run where `backing` says. Drizzle's own prepared queries
 * and result mapping are kept: each run makes one over the client of that run.
 */
export function authenticatedSession(inner: DrizzleSession, backing: Backing): DrizzleSession {
  const session = sessionOver(inner, noClient)
  session.transaction = backing.transaction
  session.prepareQuery = (...args) => {
    const prepared = inner.prepareQuery.apply(session, args)
    const { all } = prepared
    const on = async (run: (own: DrizzlePrepared) => Promise<unknown>) => {
      const { client, cache } = await backing.connect()
      const bound = sessionOver(inner, client)
      bound.cache = cache
      const own = inner.prepareQuery.apply(bound, args)
      if (prepared.joinsNotNullableMap !== undefined) own.joinsNotNullableMap = prepared.joinsNotNullableMap
      try {
        return await run(own)
      } catch (error) {
        throw authErrorIn(error) ?? error
      }
    }
    prepared.execute = (placeholderValues) => on((own) => own.execute(placeholderValues))
    if (all !== undefined) {
      prepared.all = (placeholderValues) => on(async (own) => await own.all?.(placeholderValues))
    }
    return Object.assign(prepared, { session })
  }
  return session
}

function sessionOver(inner: DrizzleSession, client: DrizzleClient): DrizzleSession {
  const session: DrizzleSession = Object.create(inner)
  session.client = client
  if ('clientQuery' in inner) session.clientQuery = client.query
  return session
}

/** Drizzle wraps what its client throws; an {@link AuthError} is to reach the caller as itself. */
function authErrorIn(error: unknown): AuthError | undefined {
  return error instanceof Error && error.cause instanceof AuthError ? error.cause : undefined
}
