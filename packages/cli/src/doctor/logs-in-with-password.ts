import type { DoctorClient } from './doctor-client.js'
import { passwordRulesSql, passwordSql } from './generated.js'

/**
 * Does a role log in with a password? False also where that cannot be known: the queries of this are sent only by
 * those who may read what they read.
 *
 * @param may - what the role of the connection may read: whether there are passwords, and the rules of pg_hba.conf
 */
export async function logsInWithPassword(
  client: DoctorClient,
  role: string,
  may: { readonly mayReadPasswords: boolean; readonly mayReadRules: boolean },
): Promise<boolean> {
  const found = async (sql: string) => {
    const { rows } = await client.query(sql, [role])
    return (rows as { found: boolean }[])[0]?.found === true
  }
  return may.mayReadPasswords && (await found(passwordSql)) && (!may.mayReadRules || found(passwordRulesSql))
}
