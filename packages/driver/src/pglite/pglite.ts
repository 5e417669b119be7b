import { assertOptions } from '@rowauth/core/internal'
import type { ObservableDriver } from '../auth-driver.js'
import { assertNotWithin, runWithin } from '../flow/callback-frames.js'
import { createDriver } from '../flow/create-driver.js'
import { trustMode, type VerificationOptions, verificationOptions } from '../opening/trust-mode.js'
import type { PgStatement } from '../pg-statement.js'
import { PgliteConnection } from './pglite-connection.js'
import type { PgliteDatabase, PgliteResult } from './pglite-types.js'
import { sharedTransaction } from './shared-transaction.js'

/**
 * Runs statements in PGlite, PostgreSQL within the process. Each call is a transaction of PGlite's own, which runs
 * them one after the other: what a transaction's callback waits for must go through its `tx`, and another call in
 * there is refused with `unsupported`. Await calls that join a transaction of the application's: PGlite's `tx` runs
 * whatever it is given in between, as the user of the call.
 *
 * @param db - a `PGlite`; it is not changed
 * @param options - who verifies tokens
 * @throws {TypeError} for anything else, and for options that cannot be
 *
 * @example
 * const driver = pglite(new PGlite())
 * const { rows } = await driver.query(session, 'select * from todos')
 */
export function pglite(
  db: PgliteDatabase,
  options: VerificationOptions = {},
): ObservableDriver<PgliteResult, PgStatement> {
  if (typeof db?.query !== 'function' || typeof db.transaction !== 'function') {
    throw new TypeError('pglite() takes a PGlite.')
  }
  assertOptions('pglite()', options, verificationOptions)
  const { openingOf, verifiesTokens } = trustMode(options)
  const acquire = async () => {
    assertNotWithin(db)
    return new PgliteConnection(db)
  }
  return createDriver(
    {
      acquire,
      within: (acquired, run) => runWithin(db, acquired, run),
      joined: sharedTransaction,
    },
    openingOf,
    { verifiesTokens },
  )
}
