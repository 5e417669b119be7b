import { isRecord } from '../record.js'
import { rowSecuritySql } from './generated.js'
import { type Policy, policyOf, type RowSecurity } from './policy.js'

/** Runs SQL and gives the rows of its last statement. */
export type Query = (sql: string) => Promise<readonly Record<string, unknown>[]>

/** Row-level security of the database that is asked, with names as an empty `search_path` prints them. Ends in a rollback. */
export async function readRowSecurity(query: Query): Promise<RowSecurity> {
  await query('begin transaction read only')
  try {
    return await readRowSecurityHere(query)
  } finally {
    await query('rollback')
  }
}

/** The same within a transaction of the caller's. */
export async function readRowSecurityHere(query: Query): Promise<RowSecurity> {
  await query(`set local search_path = ''`)
  const rows = await query(rowSecuritySql)
  const policies: Policy[] = []
  const tables = rows.map((row) => {
    const name = { schema: String(row.schema), table: String(row.table) }
    for (const each of Array.isArray(row.policies) ? row.policies : []) {
      if (isRecord(each)) policies.push(policyOf({ name: each.name, ...each, ...name }))
    }
    return { ...name, enabled: row.enabled === true, forced: row.forced === true }
  })
  return { tables, policies }
}
