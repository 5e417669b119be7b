import type { Names } from '../options/names.js'
import { fillSql } from '../sql-text/fill-sql.js'
import { byPoliciesSql } from './generated.js'

/** The statement that grants the roles what policies are for. Running it again changes nothing. */
export function grantStatements({ authenticated, anonymous }: Names): string[] {
  return [fillSql(byPoliciesSql, { authenticated, anonymous })]
}
