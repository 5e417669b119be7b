import type { AuthDriver, AuthTransaction } from '@rowauth/driver'
import type { PgStatement } from '@rowauth/driver/node-postgres'
import type { PostgresJsResult } from '@rowauth/driver/postgres-js'

interface Rows {
  readonly rows: readonly unknown[]
}

const rowsOf = (result: PostgresJsResult): Rows => ({ rows: [...result] })

function transactionWithRows(
  tx: AuthTransaction<PostgresJsResult, PgStatement>,
): AuthTransaction<Rows, PgStatement> {
  return {
    query: async (statement) => rowsOf(await tx.query(statement)),
    transaction: (run) => tx.transaction((nested) => run(transactionWithRows(nested))),
    configure: (options) => tx.configure(options),
  }
}

/** The driver with results as the conformance suite reads them: a result of postgres.js is the list of rows itself. */
export function withRows(driver: AuthDriver<PostgresJsResult, PgStatement>): AuthDriver<Rows, PgStatement> {
  return {
    ...(driver.verifiesTokens !== undefined && { verifiesTokens: driver.verifiesTokens }),
    query: async (session, statement) => rowsOf(await driver.query(session, statement)),
    batch: async (...call) => (await driver.batch(...call)).map(rowsOf),
    transaction: (session, run, options) =>
      driver.transaction(session, (tx) => run(transactionWithRows(tx)), options),
  }
}
