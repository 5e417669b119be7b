import type { ObservableDriver } from '../auth-driver.js'
import type { SharedConnection } from '../flow/connection.js'
import { createDriver } from '../flow/create-driver.js'
import { claimsOpening } from '../opening/opening.js'
import type { PgStatement } from '../pg-statement.js'
import { PgliteConnection, runSteps } from './pglite-connection.js'
import type { PgliteDatabase, PgliteQueries, PgliteResult } from './pglite-types.js'

/**
 * Runs statements in PGlite, PostgreSQL within the process. Each call is a transaction of PGlite's own, which runs
 * them one after the other: what a transaction's callback waits for must go through its `tx`.
 *
 * @param db - a `PGlite`; it is not changed
 * @throws {TypeError} for anything else
 *
 * @example
 * const driver = pglite(new PGlite())
 * const { rows } = await driver.query(session, 'select * from todos')
 */
export function pglite(db: PgliteDatabase): ObservableDriver<PgliteResult, PgStatement> {
  if (typeof db?.query !== 'function' || typeof db.transaction !== 'function') {
    throw new TypeError('pglite() takes a PGlite.')
  }
  return createDriver({ acquire: async () => new PgliteConnection(db), joined }, claimsOpening)
}

/** A transaction of the application's. */
function joined(client: unknown): SharedConnection<PgliteResult> {
  const tx = client as PgliteQueries | null
  if (typeof tx?.query !== 'function' || 'transaction' in tx) {
    throw new TypeError('A transaction is joined on what PGlite gives to its callback.')
  }
  return { client: tx, status: 'open', send: (steps) => runSteps(tx, steps) }
}
