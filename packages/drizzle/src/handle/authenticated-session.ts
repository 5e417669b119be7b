import { AuthError } from '@rowauth/core'
import type { ClientAdapter } from '../clients/client-adapter.js'
import { holdable } from './batch-item.js'
import type { DrizzlePrepared, DrizzleSession } from './drizzle-internals.js'
import { type Channel, guardedClient, preparedRun } from './prepared-runs.js'

/** What backs an authenticated session of Drizzle's. */
export interface Backing {
  /** Called when a query runs; verifies whose query it is. */
  open(): Channel | Promise<Channel>
  transaction: DrizzleSession['transaction']
}

/** Registered, so that another copy of this module does not take the session for the database's own. */
const authenticated = Symbol.for('rowauth: authenticated')

/** Whether the session is somebody's already. */
export function isAuthenticated(session: DrizzleSession): boolean {
  return authenticated in session
}

/**
 * A session of the wrapped one's class whose queries run where `backing` says. Drizzle's own prepared queries
 * and result mapping are kept; each run has one of its own that sends where it is to.
 */
export function authenticatedSession(
  inner: DrizzleSession,
  adapter: ClientAdapter,
  backing: Backing,
): DrizzleSession {
  const session: DrizzleSession & { [authenticated]?: true } = Object.create(inner)
  session[authenticated] = true
  session.client = guardedClient(adapter)
  if ('clientQuery' in inner) session.clientQuery = session.client.query
  session.transaction = backing.transaction
  session.prepareQuery = (...args) => {
    const prepared = inner.prepareQuery.apply(session, args)
    const { execute, all } = prepared
    const run = async (channel: Channel, method: typeof execute, placeholderValues?: Placeholders) => {
      try {
        return await method.call(preparedRun(prepared, adapter, channel), placeholderValues)
      } catch (error) {
        throw authErrorIn(error) ?? error
      }
    }
    prepared.execute = async (values) => run(await backing.open(), execute, values)
    if (all !== undefined) prepared.all = async (values) => run(await backing.open(), all, values)
    const start = async (channel: Channel) =>
      run(adapter.listsInBatch?.(prepared) ? askingForLists(channel) : channel, execute)
    return holdable(prepared, { session, start })
  }
  return session
}

function askingForLists({ send, cache }: Channel): Channel {
  return { send: (statement) => send({ ...statement, rowMode: 'array' }), cache }
}

type Placeholders = Parameters<DrizzlePrepared['execute']>[0]

/** Drizzle wraps what its client throws; an {@link AuthError} is to reach the caller as itself. */
function authErrorIn(error: unknown): AuthError | undefined {
  return error instanceof Error && error.cause instanceof AuthError ? error.cause : undefined
}
