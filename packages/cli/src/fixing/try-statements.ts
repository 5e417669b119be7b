import type { DoctorClient } from '../doctor/doctor-client.js'
import type { Statement } from '../sql-text/split-statements.js'
import { isIndex } from './recorded-fixes.js'

/** Of the database, not of this fix: of no use to go on. */
const fatal: ReadonlySet<string> = new Set(['25006', '55P03', '40P01', '57014'])

/**
 * Runs statements in a savepoint, indexes left out: all of them, or none.
 *
 * @returns the SQLSTATE of what one of them was refused with
 * @throws what ends the connection, and what concerns the whole transaction: it is read-only, or a table is locked
 */
export async function tryStatements(
  client: DoctorClient,
  statements: readonly Statement[],
): Promise<string | undefined> {
  await client.query('savepoint fix')
  try {
    for (const statement of statements) if (!isIndex(statement)) await client.query(statement.text)
    await client.query('release fix')
    return undefined
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
    if (typeof code !== 'string' || code.length !== 5 || fatal.has(code)) throw error
    await client.query('rollback to fix')
    return code
  }
}
