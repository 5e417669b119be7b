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

/** Primary and replicas, where the wrapped database has them. */
type ReplicaMembers<DB> = DB extends { $primary: infer Primary; $replicas: unknown[] }
  ? { readonly $primary: AuthDatabase<Primary>; readonly $replicas: AuthDatabase<Primary>[] } & (DB extends {
      $replica: infer Replica
    }
      ? { readonly $replica: AuthDatabase<Replica> }
      : unknown)
  : unknown

/** What `$withAuth` returns: the query methods of the wrapped database, with their types, and `batch`. */
export type AuthDatabase<DB> = Pick<DB, Extract<keyof DB, AuthenticatedMember>> &
  BatchMember &
  ReplicaMembers<DB>

interface WithAuthMember<DB> {
  /**
   * A handle whose queries run as somebody. Synchronous and cheap; the token is verified when a query runs, and
   * anew for each one.
   *
   * @param token - a token, an `AuthSession`, `null` for an anonymous visitor, or a function that gives the
   *   current token
   * @throws {TypeError} for anything else, `undefined` and look-alikes of a session among it. Queries reject
   *   with an `AuthError`: the codes of `Verifier.verify`, `role_not_allowed`, `unsupported`.
   */
  $withAuth(token: TokenSource): AuthDatabase<DB>
}

/** A Drizzle database with `$withAuth`, which takes the place of Drizzle's own on neon-http. */
export type AuthenticatedDatabase<DB> = (DB extends { $withAuth: unknown } ? Omit<DB, '$withAuth'> : DB) &
  WithAuthMember<DB>
