import type pg from 'pg'
import { CliError } from '../cli-error.js'

/**
 * Runs statements in a transaction that is rolled back, to know now what would stop them later: drizzle-kit 0.31 ends
 * without a word of what the server says.
 *
 * @throws {CliError} `would_fail` with what the server says
 */
export async function tryStatements(client: pg.ClientBase, statements: readonly string[]): Promise<void> {
  await client.query('begin')
  try {
    // Nobody is to wait for a trial, and it is not to wait for anybody.
    await client.query("set local lock_timeout = '5s'")
    await client.query(statements.join('\n'))
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause
    const hint = Reflect.get(cause, 'hint')
    throw new CliError('would_fail', `The migration would fail in this database: ${cause.message}.`, {
      cause,
      ...(typeof hint === 'string' && { hint }),
    })
  } finally {
    // A connection that broke has nothing to roll back, and its error is the one to tell.
    await client.query('rollback').catch(() => {})
  }
}
