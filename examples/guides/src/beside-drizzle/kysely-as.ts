// #region kysely
import type { AuthSession } from '@rowauth/core'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type KyselyPlugin,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type { AuthDriver, Tables } from './both.js'

type Send = (statement: { text: string; values: readonly unknown[] }) => ReturnType<AuthDriver['query']>

const changing = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

function connection(send: Send): DatabaseConnection {
  return {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery) {
      const { command, rowCount, rows } = await send({ text: sql, values: parameters })
      const changed = changing.has(command) ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}
      return { rows: rows as Row[], ...changed }
    },
    streamQuery: () => {
      throw new Error('There are no streams here: read in pages.')
    },
  }
}

function driver(send: Send): Driver {
  const refuse = async () => {
    throw new Error('Use transactionAs(): a transaction has to carry its user.')
  }
  return {
    init: async () => {},
    acquireConnection: async () => connection(send),
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    releaseConnection: async () => {},
    destroy: async () => {},
  }
}

function kyselyOver(send: Send, plugins: KyselyPlugin[]): Kysely<Tables> {
  const dialect: Dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driver(send),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
  return new Kysely({ dialect, plugins })
}

/** A Kysely whose queries run as the user of a session, each in one round trip. As cheap as an object: make one a request. */
export function kyselyAs(
  auth: AuthDriver,
  session: AuthSession,
  plugins: KyselyPlugin[] = [],
): Kysely<Tables> {
  return kyselyOver((statement) => auth.query(session, statement), plugins)
}

/** Runs a callback in one transaction of the user; what it throws rolls back. */
export async function transactionAs<T>(
  auth: AuthDriver,
  session: AuthSession,
  run: (kysely: Kysely<Tables>) => Promise<T>,
  plugins: KyselyPlugin[] = [],
): Promise<T> {
  return await auth.transaction(session, (tx) => run(kyselyOver((statement) => tx.query(statement), plugins)))
}
// #endregion kysely
