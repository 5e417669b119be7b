import type { TransactionOptions } from '@rowauth/driver'
import type { TokenSource } from './identity/token-source.js'

/** The members of Drizzle's databases that run as the user, or run nothing. */
type AuthenticatedMember =
  | 'select'
  | 'selectDistinct'
  | 'selectDistinctOn'
  | 'insert'
  | 'update'
  | 'delete'
  | 'with'
  | '$with'
  | '$count'
  | '$cache'
  | 'query'
  | 'execute'
  | 'refreshMaterializedView'
  | 'transaction'

/** What a handle has besides and runs nothing: its schema or relations, over its own session. */
type DescribingMember = '_' | 'tagged'

/** A query that a batch takes: a builder, `execute`, `$count`, or a prepared statement without placeholders. */
export type BatchQuery = PromiseLike<unknown> | { execute(): PromiseLike<unknown> }

/** The results of a batch, in order. */
export type BatchResults<Queries extends readonly BatchQuery[]> = {
  -readonly [Index in keyof Queries]: Queries[Index] extends PromiseLike<infer Result>
    ? Result
    : Queries[Index] extends { execute(): PromiseLike<infer Result> }
      ? Result
      : never
}

interface BatchMember {
  /**
   * Runs queries of this handle in one transaction and one round trip.
   *
   * @throws {TypeError} for a query of another handle
   */
  batch<const Queries extends readonly BatchQuery[]>(
    queries: Queries,
    options?: TransactionOptions,
  ): Promise<BatchResults<Queries>>
}

/** What Drizzle was given to send its queries with: a pool, a `neon()`. */
export type ClientOf<DB> = DB extends { $client: infer Client } ? Client : never

/** Primary and replicas, where the wrapped database has them. */
type ReplicaMembers<DB> = DB extends { $primary: infer Primary; $replicas: unknown[] }
  ? { readonly $primary: AuthDatabase<Primary>; readonly $replicas: AuthDatabase<Primary>[] } & (DB extends {
      $replica: infer Replica
    }
      ? { readonly $replica: AuthDatabase<Replica> }
      : unknown)
  : unknown

/** Drizzle's own type of the database, which `drizzle()` returns together with the client. */
type WithoutClient<DB> = DB extends { $client: infer Client }
  ? DB extends infer Own & { $client: Client }
    ? Own
    : DB
  : DB

/** Drizzle's own type where a handle has all that it promises, and otherwise what it has of it. */
type Authenticated<DB> =
  Exclude<keyof DB, AuthenticatedMember | DescribingMember> extends never
    ? DB
    : Pick<DB, Extract<keyof DB, AuthenticatedMember>>

/** The part of a handle that its transactions have, too. */
type Queries<DB> = Authenticated<WithoutClient<DB extends { $primary: infer Primary } ? Primary : DB>>

/**
 * What a handle and the `tx` of its transactions have in common: the type for the parameters of functions that are
 * called with either. The database itself, whose queries run as the login role, does not fit.
 *
 * @example
 * async function openTodos(db: AuthQueries<typeof database>) {
 *   return await db.select().from(todos).where(eq(todos.done, false))
 * }
 * await openTodos(database.$withAuth(token))
 * await database.$withAuth(token).transaction((tx) => openTodos(tx))
 */
export type AuthQueries<DB> = Queries<Plain<DB>> & { readonly $client?: never }

/** What `$withAuth` returns: the query methods of the wrapped database, with their types, and `batch`. */
export type AuthDatabase<DB> = Queries<DB> & BatchMember & ReplicaMembers<DB>

interface WithAuthMember<DB> {
  /**
   * A handle whose queries run as somebody. Synchronous and cheap; the token is verified when a query runs, and
   * anew for each one.
   *
   * @param token - a token, an `AuthSession`, `null` for an anonymous visitor, or a function that gives the
   *   current token
   * @param options - `in`: a transaction of this database that is open, its callback's `tx`, or a Drizzle database
   *   over a single client on which one was begun. The queries of the handle join it; its own `transaction` is a
   *   savepoint there. Without it they run in transactions of their own, also where one is open around them.
   * @throws {TypeError} for anything else, `undefined` and look-alikes of a session among it. Queries reject
   *   with an `AuthError`: the codes of `Verifier.verify`, `role_not_allowed`, `unsupported`.
   * @throws {AuthError} `unsupported` for `in` where the driver cannot join a transaction
   */
  $withAuth(token: TokenSource, options?: { readonly in: object }): AuthDatabase<DB>
}

/** A Drizzle database with `$withAuth`, which takes the place of Drizzle's own on neon-http. */
export type AuthenticatedDatabase<DB> = (DB extends { $withAuth: unknown } ? Omit<DB, '$withAuth'> : DB) &
  WithAuthMember<DB>

/** The database that `withAuth` was given, of what it returned. */
type Plain<DB> = DB extends infer Own & WithAuthMember<infer Given> ? (Own extends object ? Given : DB) : DB
