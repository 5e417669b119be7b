import { fillSql, quoteLiteral, roleStatements } from '@rowauth/core/internal'
import type { Adoption } from './adoption.js'
import { adoptionMark } from './adoption-mark.js'
import { sessionFunctionNames } from './function-names.js'
import { grantsSql, markerSchemaSql, markerSql } from './generated.js'

/**
 * The statements that add to a database what an adoption is in want of: the login role, which may take the other two,
 * their right to call the functions, and a mark. Running them again changes nothing.
 */
export function adoptionStatements(adoption: Adoption): string[] {
  const { kind, names } = adoption
  const { schema, ...roles } = names
  return [
    ...roleStatements(roles),
    ...(kind === 'settings'
      ? []
      : [
          fillSql(grantsSql, {
            texts: { auth: schema, ...roles },
            parts: { function_names: sessionFunctionNames.map(quoteLiteral).join(', ') },
          }),
        ]),
    markerSchemaSql,
    fillSql(markerSql, { texts: { mark: adoptionMark(adoption) } }),
  ]
}
