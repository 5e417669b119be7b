import { authFunctions, databaseFunctions, quoteLiteral, quoteName } from '@rowauth/core/internal'
import { schemaStatements } from '../database/schema-statements.js'
import type { Names } from '../options/names.js'
import type { Verification } from '../options/verification.js'
import { fillSql } from '../sql-text/fill-sql.js'
import { afterSql, beforeSql } from './generated.js'

/** The functions that the auth schema has under the names of those that it takes the place of. */
export const replacedFunctions: readonly string[] = [
  ...new Set([...authFunctions, ...databaseFunctions].map(({ name }) => name)),
]

/**
 * The statements that put the auth schema in the place of functions of somebody else, those of an extension or ones
 * made by hand, with all that depends on them. In one transaction nobody sees anything of it; statement by statement,
 * as over HTTP, the rows of policies that call the functions are away in between. Running them again changes nothing.
 */
export function moveStatements(names: Names, verification: Verification): string[] {
  const { schema, authenticated, anonymous } = names
  const policyFunctions = authFunctions
    .filter(({ access }) => access === 'policies')
    .map(({ name, arguments: types }) => `${quoteName(schema, new Set())}.${name}(${types.join(', ')})`)
  const before = fillSql(
    beforeSql,
    { auth: schema, authenticated, anonymous, policy_functions: policyFunctions.join(', ') },
    { function_names: replacedFunctions.map(quoteLiteral).join(', ') },
  )
  return [before, ...schemaStatements(names, verification), afterSql]
}
