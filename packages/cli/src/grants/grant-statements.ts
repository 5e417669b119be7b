import { fillSql } from '@rowauth/core/internal'
import type { Names } from '../options/names.js'
import { byPoliciesSql } from './generated.js'

/** The statement that grants the roles what policies are for. Running it again changes nothing. */
export function grantStatements({ authenticated, anonymous }: Names): string[] {
  return [fillSql(byPoliciesSql, { texts: { authenticated, anonymous } })]
}
