// #region compiled
import type { AuthSession } from '@rowauth/core'
import type { Compilable } from 'kysely'
import type { AuthDriver } from './both.js'

function statementOf(query: Compilable) {
  const { sql, parameters } = query.compile()
  return { text: sql, values: parameters }
}

/** Runs a query of Kysely's as the user of a session, in one round trip. */
export async function run<Row>(
  driver: AuthDriver,
  session: AuthSession,
  query: Compilable<Row>,
): Promise<Row[]> {
  const { rows } = await driver.query(session, statementOf(query))
  return rows as Row[]
}

/** Runs several in one transaction, in one round trip. */
export async function runAll(driver: AuthDriver, session: AuthSession, queries: readonly Compilable[]) {
  return await driver.batch(session, queries.map(statementOf))
}
// #endregion compiled
