import { type AuthSchemaOptions, resolveSchemaOptions } from './options.js'
import { stateStatements } from './state-statements.js'

/**
 * The statements that install the `auth` schema, in order and each ending in a semicolon, for a migration tool
 * that runs or stores them one by one.
 *
 * Running them again changes nothing, and nothing that policies depend on is ever dropped. With
 * `verification: 'database'` they compute tables for the verification of signatures, which takes some seconds; keys are
 * registered afterwards, as the owner: `select auth.register_jwk('{…}', issuer => 'https://…', audience => '{…}')`.
 *
 * @param options - who verifies tokens; other names than `auth`, `authenticated`, `anonymous` and `authenticator`
 * @throws TypeError for a name that PostgreSQL reserves or cannot hold, and for an unknown `verification`
 */
export function authSchemaStatements(options: AuthSchemaOptions = {}): string[] {
  const resolved = resolveSchemaOptions(options)
  if (resolved.verification === 'transition') {
    throw new TypeError('`verification` must be "application" or "database".')
  }
  return stateStatements(resolved)
}

/**
 * One script that installs the `auth` schema: the functions that policies call, the roles, and their grants; with
 * `verification: 'database'` also what the database needs to verify tokens itself. Policies are the same in both modes.
 *
 * @example
 * ```ts
 * await client.query(authSchemaSql())
 * ```
 * @param options - who verifies tokens; other names than `auth`, `authenticated`, `anonymous` and `authenticator`
 * @throws TypeError for a name that PostgreSQL reserves or cannot hold, and for an unknown `verification`
 */
export function authSchemaSql(options: AuthSchemaOptions = {}): string {
  return `${authSchemaStatements(options).join('\n\n')}\n`
}
