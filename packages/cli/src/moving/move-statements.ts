import {
  authFunctions,
  databaseFunctions,
  databaseTables,
  fillSql,
  ownerFunctions,
  quoteLiteral,
  quoteName,
  roleStatements,
} from '@rowauth/core/internal'
import { schemaStatements } from '../database/schema-statements.js'
import type { Names } from '../options/names.js'
import type { Verification } from '../options/verification.js'
import { afterSql, beforeSql, probeSql } from './generated.js'

const functions = [...authFunctions, ...databaseFunctions]

/** The functions that the auth schema has, as `oidvectortypes()` writes their arguments. */
export const replacedSignatures: readonly string[] = [
  ...new Set(
    functions.map(
      ({ name, arguments: types }) => `${name}(${types.join(', ').replaceAll('pg_catalog.', '')})`,
    ),
  ),
]

/** The names of all functions that the auth schema may have, in either trust mode. */
export const replacedNames: readonly string[] = [
  ...new Set([...functions.map(({ name }) => name), ...ownerFunctions]),
]

/** Tables that the auth schema would stop at: its own, of somebody else, and that of Supabase. */
export const foreignTables: readonly string[] = ['users', ...databaseTables]

/**
 * The statements that put the auth schema in the place of functions of somebody else, those of an extension or ones
 * made by hand, with all that depends on them. In one transaction nobody sees anything of it; statement by statement,
 * as over HTTP, policies are false in between. Running them again changes nothing.
 */
export function moveStatements(names: Names, verification: Verification): string[] {
  const { schema, authenticated, anonymous } = names
  const policyFunctions = authFunctions
    .filter(({ access }) => access === 'policies')
    .map(({ name, arguments: types }) => `${quoteName(schema, new Set())}.${name}(${types.join(', ')})`)
  const list = (texts: readonly string[]) => texts.map(quoteLiteral).join(', ')
  const before = fillSql(beforeSql, {
    texts: { auth: schema, authenticated, anonymous, policy_functions: policyFunctions.join(', ') },
    parts: {
      signatures: list(replacedSignatures),
      function_names: list(replacedNames),
      table_names: list(foreignTables),
    },
  })
  // What cannot be made, or answers otherwise, fails before anything is changed.
  return [...moveTrial(names), before, ...schemaStatements(names, verification), afterSql]
}

/** What of a move can be tried in a database in use: it locks no table. */
export function moveTrial(names: Names): string[] {
  const { schema, ...roles } = names
  return [...roleStatements(roles), fillSql(probeSql, { texts: { auth: schema } })]
}
