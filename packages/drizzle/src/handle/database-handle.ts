import type { DrizzleDatabase, DrizzleSession } from './drizzle-internals.js'
import { relationalQueries } from './relational-queries.js'

/**
 * A new database of the wrapped one's class over another session. The constructor is not run: it would build
 * a query builder for each table of the schema. Only what is known not to hold the wrapped session is taken
 * over, so what this module does not know of a future Drizzle is absent rather than unauthenticated.
 */
export function databaseOver(db: DrizzleDatabase, session: DrizzleSession): DrizzleDatabase {
  const handle = Object.create(classPrototype(db))
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

/**
 * Where the methods of a database's class are. What `withAuth`, `withReplicas` and applications derive from a
 * database has an instance for its prototype, with `$client` and whatever else was put on it.
 */
function classPrototype(db: object): object {
  let prototype: object = Object.getPrototypeOf(db)
  while (!Object.hasOwn(prototype, 'constructor')) prototype = Object.getPrototypeOf(prototype)
  return prototype
}
