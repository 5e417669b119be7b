import { AuthError } from '@rowauth/core'
import type { ClientAdapter } from '../clients/client-adapter.js'
import type { DrizzleCache, DrizzleClient, DrizzlePrepared, Send } from './drizzle-internals.js'

/** Where one query goes: whoever sends it as somebody, and the cache as that somebody sees it. */
export interface Channel {
  readonly send: Send
  readonly cache: DrizzleCache
}

/**
 * Who sends the statement that carries these very values. A prepared query of 1.0 asks the client of its session,
 * which is one for all of its runs; the list of values is all that a run hands to it.
 */
const senders = new WeakMap<readonly unknown[], Send>()

/** Nothing of a user's is in them, so each adapter has one for all handles. */
const guards = new Map<ClientAdapter, DrizzleClient>()

/**
 * Stands where an authenticated session of Drizzle's has its client, so that a way around the session ends here.
 * Throws rather than rejects: what nobody waits for would end the process.
 */
export function guardedClient(adapter: ClientAdapter): DrizzleClient {
  let guard = guards.get(adapter)
  if (guard === undefined) {
    guard = adapter.over((statement) => {
      const send = statement.values && senders.get(statement.values)
      if (send === undefined) {
        throw new AuthError('unsupported', 'This way to run a query cannot be authenticated.')
      }
      return send(statement)
    })
    guards.set(adapter, Object.freeze(guard))
  }
  return guard
}

/**
 * A prepared query as one run sees it: all that it is, but sent through the channel. Runs of one prepared query
 * share nothing that changes.
 *
 * @param prepared - made over a {@link guardedClient}, where everything ends that does not go through the channel
 */
export function preparedRun(
  prepared: DrizzlePrepared,
  adapter: ClientAdapter,
  { send, cache }: Channel,
): DrizzlePrepared {
  // A copy, for V8 is slow with objects that serve as a prototype once.
  const run: DrizzlePrepared = Object.assign(Object.create(Object.getPrototypeOf(prepared)), prepared)
  run.cache = cache
  const { executor } = prepared
  if (executor !== undefined) {
    run.executor = (values) => {
      const own = [...values]
      senders.set(own, send)
      return executor(own)
    }
  } else {
    run.client = adapter.over(send)
    if ('clientQuery' in prepared) run.clientQuery = run.client.query
  }
  return run
}
