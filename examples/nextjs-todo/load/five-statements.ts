import type { AuthDriver } from '@rowauth/driver'
import type { PgResult, PgStatement } from '@rowauth/driver/node-postgres'
import type pg from 'pg'

type Driver = AuthDriver<PgResult, PgStatement>

/**
 * What the load test compares with: the transaction that is usually written by hand, five round trips for one
 * statement. Not for use: it takes what it is given, and a `commit` within a statement would end it.
 */
export function fiveStatements(pool: pg.Pool): Driver {
  const inTransaction = async (
    session: Parameters<Driver['query']>[0],
    statements: readonly PgStatement[],
  ): Promise<PgResult[]> => {
    const client = await pool.connect()
    let failed: Error | undefined
    try {
      const isVisitor = session.claims.sub === undefined
      await client.query('begin')
      await client.query("select set_config('request.jwt.claims', $1, true)", [
        JSON.stringify(session.claims),
      ])
      await client.query(`set local role ${isVisitor ? 'anonymous' : 'authenticated'}`)
      const results: PgResult[] = []
      for (const statement of statements) {
        const { text, ...rest } = typeof statement === 'string' ? { text: statement } : statement
        const config = { ...rest, text, values: [...(rest.values ?? [])] } as pg.QueryConfig
        results.push(await client.query(config))
      }
      await client.query('commit')
      return results
    } catch (error) {
      failed = error instanceof Error ? error : new Error('The transaction failed.', { cause: error })
      throw error
    } finally {
      client.release(failed)
    }
  }
  return {
    query: async (session, statement) => (await inTransaction(session, [statement]))[0] as PgResult,
    batch: inTransaction,
    transaction: () => Promise.reject(new Error('The load test has no interactive transactions.')),
  }
}
