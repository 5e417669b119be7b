import { type Claims, trustClaims } from '@rowauth/core'
import { assertOptions } from '@rowauth/core/internal'
import { configured } from './configured.js'
import type { TokenSource } from './identity/token-source.js'

/** How somebody is played, besides by the claims. */
export interface AsUserOptions {
  /** The Postgres role to take instead of the default one; with `roles.allowed` it must be in there. */
  readonly role?: string
  /** A transaction of the plain database, which the queries of the handle join; as in `$withAuth(token, { in: tx })`. */
  readonly in?: object
}

/** What {@link asUser} needs of a database; a function, so that Drizzle's own `$withAuth` does not fit. */
interface Configured<Handle> {
  readonly $withAuth: (token: TokenSource, options?: { readonly in: object }) => Handle
}

/**
 * A handle whose queries run as the user of these claims, for tests and scripts: nobody verifies them. Short for
 * `db.$withAuth(trustClaims(claims))`. Never give it what a client sent.
 *
 * @param db - a database that `withAuth` has returned
 * @param claims - as a token would hold them: `{ sub: 'alice' }`; null for an anonymous visitor
 * @param options - `role`: the Postgres role to take; `in`: a transaction to join
 * @throws {TypeError} for another database, for claims that are none, and for options that cannot be
 * @throws {AuthError} `token_claims_invalid` when Postgres cannot hold the claims. Where the database or the endpoint
 *   verifies tokens, queries reject with `token_missing`: sign a token there, with `createIssuer`.
 *
 * @example
 * await asUser(db, { sub: 'alice' }).insert(todos).values({ title: 'mine' })
 * expect(await asUser(db, { sub: 'bob' }).select().from(todos)).toEqual([])
 */
export function asUser<Handle>(
  db: Configured<Handle>,
  claims: Claims | null,
  options: AsUserOptions = {},
): Handle {
  if (typeof db !== 'object' || db === null || !(configured in db)) {
    throw new TypeError(
      'asUser() takes what withAuth() returns: `asUser(withAuth(drizzle({ client })), { sub: "alice" })`.',
    )
  }
  if (claims === undefined) {
    throw new TypeError('asUser() takes claims, such as { sub: "alice" }, or null for an anonymous visitor.')
  }
  assertOptions('asUser()', options, { role: true, in: true })
  const { role, in: tx } = options
  if (claims === null && role !== undefined) {
    throw new TypeError('A visitor has the role of `roles.anonymous`; asUser(db, null) takes no `role`.')
  }
  const session = claims === null ? null : trustClaims(claims, role === undefined ? {} : { role })
  return tx === undefined ? db.$withAuth(session) : db.$withAuth(session, { in: tx })
}
