import type { DoctorClient } from '../doctor/doctor-client.js'
import type { Statement } from '../sql-text/split-statements.js'
import { mayIndexSql } from './generated.js'
import { isIndex } from './recorded-fixes.js'

/** Of the database, not of this fix: of no use to go on. */
const fatal: ReadonlySet<string> = new Set(['25006', '55P03', '40P01', '57014'])

/** What GRANT and REVOKE warn of where the role has nothing to grant: they do nothing, and succeed. */
const nothingGranted: ReadonlySet<string> = new Set(['01006', '01007'])

/** No fix has one of these: what would end the transaction, and so make lasting what is to be rolled back, is never sent. */
const endsTransaction = /^(?:abort|begin|commit|end|prepare|release|rollback|savepoint|start)\b/i

/** The SQLSTATE of a refusal for lack of rights. */
export const insufficientPrivilege = '42501'

/**
 * Runs statements in a savepoint: all of them, or none. Indexes are not made, which takes long; only the right to make
 * them is looked at.
 *
 * @returns the SQLSTATE of what one of them was refused with
 * @throws what ends the connection, and what concerns the whole transaction: it is read-only, or a table is locked
 */
export async function tryStatements(
  client: DoctorClient & Partial<NoticeSource>,
  statements: readonly Statement[],
): Promise<string | undefined> {
  if (statements.some(({ text }) => endsTransaction.test(text))) return '2D000'
  let warning: string | undefined
  const listener = ({ code }: Notice) => {
    if (code !== undefined && nothingGranted.has(code)) warning = insufficientPrivilege
  }
  client.on?.('notice', listener)
  await client.query('savepoint fix')
  try {
    for (const statement of statements) {
      if (!isIndex(statement)) await client.query(statement.text)
      else if (!(await mayIndex(client, statement))) warning = insufficientPrivilege
    }
    await client.query(warning === undefined ? 'release fix' : 'rollback to fix')
    return warning
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
    if (typeof code !== 'string' || code.length !== 5 || fatal.has(code)) throw error
    await client.query('rollback to fix')
    return code
  } finally {
    client.off?.('notice', listener)
  }
}

interface Notice {
  readonly code?: string | undefined
}

/** A `pg.Client` is one. */
interface NoticeSource {
  on(event: 'notice', listener: (notice: Notice) => void): unknown
  off(event: 'notice', listener: (notice: Notice) => void): unknown
}

async function mayIndex(client: DoctorClient, { text }: Statement): Promise<boolean> {
  const [, table] = /^create\s+index\s+on\s+((?:"(?:[^"]|"")*"|[^\s("])+)/i.exec(text) ?? []
  const { rows } = await client.query(mayIndexSql, [table ?? ''])
  return (rows as { may: boolean }[])[0]?.may === true
}
