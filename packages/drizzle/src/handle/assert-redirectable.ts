import { AuthError } from '@rowauth/core'
import { sql } from 'drizzle-orm'
import type { ClientAdapter } from '../clients/client-adapter.js'
import type { DrizzleClient, DrizzleDatabase } from './drizzle-internals.js'

interface ExecutingSession {
  execute(query: unknown): PromiseLike<unknown>
}

/**
 * Handles work by giving Drizzle's session another client. A future session that held on to its first one would
 * run every query as the login role, unnoticed. So an empty query is started on a client that only takes note.
 *
 * @throws {AuthError} `unsupported` when that client is not asked, or in a form that the adapter does not know
 */
export function assertRedirectable({ session }: DrizzleDatabase, adapter: ClientAdapter): void {
  let asked = false
  // Nothing is sent, so nothing is ever answered.
  const silent = adapter.over(() => new Promise(() => {}))
  const noting = (ask: (...args: unknown[]) => unknown) => {
    return (...args: unknown[]) => {
      const answer = ask(...args)
      asked = true
      return answer
    }
  }
  const client: DrizzleClient = Object.fromEntries(
    Object.entries(silent).map(([name, ask]) => [name, noting(ask)]),
  )
  const probe: ExecutingSession = Object.assign(Object.create(session), {
    client,
    clientQuery: client.query,
    // A cache would be asked first, and a logger told.
    cache: undefined,
    logger: { logQuery: () => {} },
  })
  // Where the client is another one the query fails or not; either way the version is refused.
  probe.execute(sql`select`).then(undefined, () => {})
  if (!asked) {
    throw new AuthError('unsupported', 'This version of drizzle-orm does not let rowauth carry its queries.')
  }
}
