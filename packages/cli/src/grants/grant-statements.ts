import { fillSql } from '@rowauth/core/internal'
import type { Names } from '../options/names.js'
import { byPoliciesSql } from './generated.js'

/** The statement that grants the roles what policies are for, and roles of one's own the auth functions that theirs call. Running it again changes nothing. */
export function grantStatements({ schema, authenticated, anonymous }: Names): string[] {
  return [fillSql(byPoliciesSql, { texts: { auth: schema, authenticated, anonymous } })]
}
