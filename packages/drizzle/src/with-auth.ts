import { assertOptions } from '@rowauth/core/internal'
import { npmVersion } from 'drizzle-orm/version'
import { configured } from './configured.js'
import type { AuthenticatedDatabase, ClientOf } from './database-types.js'
import { assertDrizzleVersion } from './drizzle-version.js'
import { authHandle } from './handle/auth-handle.js'
import { invalidate } from './handle/cache-tags.js'
import { type CacheMutation, drizzleDatabase } from './handle/drizzle-internals.js'
import { joinedMember, memberFinder } from './handle/members.js'
import { plainTransactions } from './handle/plain-transactions.js'
import { isReplicated, replicatedHandle } from './handle/replicas.js'
import { settledOptions, type WithAuthOptions } from './identity/options.js'
import { type Identify, identifier, type TokenSource } from './identity/token-source.js'

/**
 * Gives a Drizzle database `$withAuth`: queries of the handle that it returns run as the user whom a token
 * names, under that user's Postgres role, each in one round trip. The given database is left as it is.
 *
 * @param db - a database of `drizzle-orm/node-postgres`, `drizzle-orm/postgres-js`, `drizzle-orm/neon-serverless`, `drizzle-orm/neon-http` or
 *   `drizzle-orm/pglite`, or what `withReplicas` makes of several
 * @param options - `verifier`, `roles`, `settings`, `driver`, `onQuery`
 * @throws {TypeError} for another kind of database, for options that cannot be, and for names that no option has
 * @throws {AuthError} `unsupported` for a version of drizzle-orm that it cannot carry
 *
 * @example
 * const db = withAuth(drizzle(pool, { schema }), { verifier })
 * const mine = await db.$withAuth(token).select().from(todos)
 */
export function withAuth<DB extends object>(
  db: DB,
  options: WithAuthOptions<ClientOf<DB>> = {},
): AuthenticatedDatabase<DB> {
  assertDrizzleVersion(npmVersion)
  const settled = settledOptions(options as WithAuthOptions)
  const members = () => (isReplicated(db) ? [db.$primary, ...db.$replicas] : [db]).map(memberOf)
  const invalidateAll = (params: CacheMutation) =>
    invalidate(new Set(members().map((member) => member.db.session.cache)), params)
  const memberOf = memberFinder(settled, invalidateAll)
  const identifyWith = identifier(
    settled,
    members().every(({ driver }) => driver.verifiesTokens === true),
  )
  const plain = plainTransactions(db)

  const $withAuth = (source: TokenSource, joining: { readonly in?: unknown } = {}): object => {
    assertJoining(joining)
    const identify = identifyWith(source)
    const joins = Object.hasOwn(joining, 'in')
    const noticed: Identify = () => {
      plain?.noticeQuery()
      return identify()
    }
    const handleOf = (value: unknown) =>
      joins
        ? authHandle(joinedMember(memberOf(value), joining.in), identify)
        : authHandle(memberOf(value), noticed)
    return isReplicated(db) ? replicatedHandle(db, handleOf) : handleOf(db)
  }
  return Object.create(db, {
    $withAuth: { value: $withAuth, enumerable: true },
    $cache: { value: { invalidate: invalidateAll }, enumerable: true },
    [configured]: { value: true },
    ...(plain && { transaction: { value: plain.transaction } }),
  })
}

function assertJoining(joining: object): void {
  if (drizzleDatabase(joining) !== undefined) {
    throw new TypeError('The transaction is an option of $withAuth(): `$withAuth(token, { in: tx })`.')
  }
  assertOptions('$withAuth()', joining, { in: true })
}
