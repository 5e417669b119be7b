import { AuthError } from '@rowauth/core'
import type { DrizzleDatabase, DrizzleSession } from './drizzle-internals.js'

/**
 * A new database of the wrapped one's class over another session. The constructor is not run: it would build
 * a query builder for each table of the schema. Only what is known not to hold the wrapped session is taken
 * over, so what this module does not know of a future Drizzle is absent rather than unauthenticated.
 */
export function databaseOver(db: DrizzleDatabase, session: DrizzleSession): DrizzleDatabase {
  const handle = Object.create(Object.getPrototypeOf(db))
  handle.dialect = db.dialect
  handle.session = session
  handle._ = { ...db._, session }
  handle.$with = db.$with
  handle.query = relationalQueries(db.query, session)
  if ('tagged' in db) handle.tagged = db.tagged
  // Drizzle's own one for neon-http, inherited from the class. In 0.45 it writes the token to a shared object.
  if ('$withAuth' in handle) Object.defineProperty(handle, '$withAuth', { value: undefined })
  return handle
}

/** `db.query`, each builder made over the session when it is asked for. */
function relationalQueries(
  builders: Record<string, object>,
  session: DrizzleSession,
): Record<string, object> {
  return new Proxy(builders, {
    get(target, table, receiver) {
      const builder: unknown = Reflect.get(target, table, receiver)
      if (typeof builder !== 'object' || builder === null) return builder
      if (!('session' in builder)) {
        throw new AuthError('unsupported', 'The relational queries of this drizzle-orm version are unknown.')
      }
      return Object.assign(Object.create(Object.getPrototypeOf(builder)), builder, { session })
    },
  })
}
