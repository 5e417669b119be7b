import { type NeonQuery, neonHttp } from '@rowauth/driver/neon-http'
import { nodePostgres, type PgPool } from '@rowauth/driver/node-postgres'
import type { AuthenticatedDatabase } from './database-types.js'
import { assertRedirectable } from './handle/assert-redirectable.js'
import { authHandle } from './handle/auth-handle.js'
import { asDatabase, type DrizzleDatabase, type PgDriver } from './handle/drizzle-internals.js'
import { isReplicated, replicatedHandle } from './handle/replicas.js'
import { settledOptions, type WithAuthOptions } from './identity/options.js'
import { identifier, type TokenSource } from './identity/token-source.js'

/**
 * Gives a Drizzle database `$withAuth`: queries of the handle that it returns run as the user whom a token
 * names, under that user's Postgres role, each in one round trip. The given database is left as it is.
 *
 * @param db - a database of `drizzle-orm/node-postgres` or `drizzle-orm/neon-http`, or what `withReplicas` makes of several
 * @param options - `verifier`, `roles`, `settings`, `driver`
 * @throws {TypeError} for another kind of database and for options that cannot be
 * @throws {AuthError} `unsupported` for a version of drizzle-orm that it cannot carry
 *
 * @example
 * const db = withAuth(drizzle(pool, { schema }), { verifier })
 * const mine = await db.$withAuth(token).select().from(todos)
 */
export function withAuth<DB extends object>(
  db: DB,
  options: WithAuthOptions = {},
): AuthenticatedDatabase<DB> {
  const settled = settledOptions(options)
  /** Replicas may come and go while the application runs. */
  const drivers = new WeakMap<DrizzleDatabase, PgDriver>()
  const driverOf = (member: DrizzleDatabase): PgDriver => {
    let driver = drivers.get(member)
    if (driver === undefined) {
      assertRedirectable(asDatabase(member).session)
      driver = settled.driver ?? driverFor(member)
      drivers.set(member, driver)
    }
    return driver
  }
  const members = isReplicated(db) ? [db.$primary, ...db.$replicas] : [db]
  for (const member of members) driverOf(asDatabase(member))
  const identifyWith = identifier(settled)

  const $withAuth = (source: TokenSource): object => {
    const identify = identifyWith(source)
    const handleOf = (member: DrizzleDatabase) => authHandle(member, driverOf(member), identify)
    return isReplicated(db) ? replicatedHandle(db, handleOf) : handleOf(asDatabase(db))
  }
  return Object.create(db, { $withAuth: { value: $withAuth, enumerable: true } })
}

/** The driver for the client that Drizzle was given. */
function driverFor({ session, $client }: DrizzleDatabase): PgDriver {
  const client: unknown = $client ?? session.client
  if (typeof client === 'function' && 'transaction' in client) return neonHttp(client as unknown as NeonQuery)
  if (typeof client === 'object' && client !== null && ('totalCount' in client || 'connection' in client)) {
    return nodePostgres(client as PgPool)
  }
  throw new TypeError('withAuth() knows no driver for this database. Pass one: withAuth(db, { driver }).')
}
