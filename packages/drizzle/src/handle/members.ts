import { AuthError } from '@rowauth/core'
import { watchSetup } from '#watch-setup'
import { adapterOf } from '../clients/adapter-of.js'
import type { ClientAdapter } from '../clients/client-adapter.js'
import { pgliteAdapter } from '../clients/pglite.js'
import { drizzleKinds } from '../drizzle-kinds.js'
import type { SettledOptions } from '../identity/options.js'
import { assertRedirectable } from './assert-redirectable.js'
import { isAuthenticated } from './authenticated-session.js'
import {
  type CacheMutation,
  type DrizzleDatabase,
  drizzleDatabase,
  type PgDriver,
} from './drizzle-internals.js'
import { isForAnotherSystem, notADatabase } from './not-a-database.js'

/** A database that Drizzle made, with what carries its queries. `withReplicas` makes one of several. */
export interface Member {
  readonly db: DrizzleDatabase
  readonly adapter: ClientAdapter
  readonly driver: PgDriver
  /** Its queries join a transaction that the application has opened. */
  readonly joined: boolean
  /** Drops entries of all identities, from its cache and those of the databases around it. */
  readonly invalidate: Invalidate
}

type Invalidate = (params: CacheMutation) => Promise<void>

/** Finds the members of a configured database, each with a driver of its own, made once. */
export function memberFinder(options: SettledOptions, invalidate: Invalidate): (db: unknown) => Member {
  /** Replicas may come and go while the application runs. */
  const members = new WeakMap<DrizzleDatabase, Member>()
  return (value) => {
    const db = asDatabase(value)
    let member = members.get(db)
    if (member === undefined) {
      const adapter = adapterOf(db)
      assertRedirectable(db, adapter)
      member = { db, adapter, driver: driverFor(db, adapter, options), joined: false, invalidate }
      members.set(db, member)
    }
    return member
  }
}

function asDatabase(value: unknown): DrizzleDatabase {
  const db = drizzleDatabase(value)
  if (db === undefined || isForAnotherSystem(db)) throw notADatabase(value)
  if (isAuthenticated(db.session)) {
    throw new TypeError(
      'withAuth() takes the database itself. What $withAuth() returned is somebody’s already.',
    )
  }
  if (drizzleKinds(db).some((kind) => transactions.has(kind))) {
    throw new TypeError(
      'withAuth() takes the database itself, and this is the `tx` of one of its transactions. Queries of a handle ' +
        'join it with `db.$withAuth(token, { in: tx })`.',
    )
  }
  return db
}

/** In drizzle-orm 0.45 and in 1.0. */
const transactions: ReadonlySet<string> = new Set(['PgTransaction', 'PgAsyncTransaction'])

function driverFor({ session }: DrizzleDatabase, adapter: ClientAdapter, options: SettledOptions): PgDriver {
  const { driver: driverOf, onQuery, verification } = options
  const { client } = session
  const driver: Partial<PgDriver> | undefined | null =
    driverOf === undefined ? adapter.driver(client, { verification }) : driverOf(client)
  if (
    typeof driver?.query !== 'function' ||
    typeof driver.batch !== 'function' ||
    typeof driver.transaction !== 'function'
  ) {
    throw new TypeError('`driver` must return a driver: what nodePostgres(client) returns, for example.')
  }
  if (verification === 'database' && driver.verifiesTokens !== true) {
    throw new TypeError(
      'With `verification: "database"` a `driver` needs it, too: `nodePostgres(client, { verification: "database" })`.',
    )
  }
  if (onQuery !== undefined && typeof driver.observedBy !== 'function') {
    throw new TypeError('`onQuery` needs a driver that can be observed, which has a method `observedBy`.')
  }
  const unobserved = driver as PgDriver
  return watchSetup({
    driver: (onQuery && unobserved.observedBy?.(onQuery)) ?? unobserved,
    unobserved,
    client,
    options,
    // PGlite is in the process, and has no other one to log in as.
    hasLogin: adapter !== pgliteAdapter,
  })
}

/**
 * The member whose queries run within a transaction that the application has opened on the same kind of client.
 *
 * @throws {TypeError} when `tx` is no such transaction
 * @throws {AuthError} `unsupported` where the driver cannot join one
 */
export function joinedMember(member: Member, tx: unknown): Member {
  const { adapter, driver } = member
  const inside = drizzleDatabase(tx)
  if (inside === undefined || isAuthenticated(inside.session) || !adapter.accepts(inside)) {
    throw new TypeError(
      `\`in\` must be an open transaction of the plain database, or one over a single client, of ${adapter.name}.`,
    )
  }
  if (typeof driver.within !== 'function') {
    throw new AuthError('unsupported', `A handle over ${adapter.name} cannot join a transaction with \`in\`.`)
  }
  return { ...member, driver: driver.within(inside.session.client), joined: true }
}
