import { defaultNames } from './default-names.js'
import { applicationStatements } from './generated.js'
import { type AuthSchemaOptions, type ResolvedSchemaOptions, resolveSchemaOptions } from './options.js'
import { quoteLiteral, quoteName } from './quote.js'

/** Version of the `auth` schema that this release installs; it grows when the SQL changes. */
export const AUTH_SCHEMA_VERSION = 1

const plainNames: ReadonlySet<string> = new Set(Object.values(defaultNames))

/**
 * The statements that install the `auth` schema, in order and each ending in a semicolon, for a migration tool
 * that runs or stores them one by one.
 *
 * Running them again changes nothing, and nothing that policies depend on is ever dropped.
 *
 * @param options - other names than `auth`, `authenticated`, `anonymous` and `authenticator`
 * @throws TypeError for a name that PostgreSQL reserves or cannot hold
 * @throws AuthError `unsupported` for `verification: 'database'`
 */
export function authSchemaStatements(options: AuthSchemaOptions = {}): string[] {
  const resolved = resolveSchemaOptions(options)
  return applicationStatements.map((template) => fillPlaceholders(template, resolved))
}

/**
 * One script that installs the `auth` schema: the functions that policies call, the roles, and their grants.
 *
 * @example
 * ```ts
 * await client.query(authSchemaSql())
 * ```
 * @param options - other names than `auth`, `authenticated`, `anonymous` and `authenticator`
 * @throws TypeError for a name that PostgreSQL reserves or cannot hold
 * @throws AuthError `unsupported` for `verification: 'database'`
 */
export function authSchemaSql(options: AuthSchemaOptions = {}): string {
  return `${authSchemaStatements(options).join('\n\n')}\n`
}

/** The placeholders are those of psql: `:"auth"` is a name, `:'auth'` a string, `:version` a number. */
function fillPlaceholders(template: string, options: ResolvedSchemaOptions): string {
  const names: Record<string, string> = {
    auth: options.schema,
    authenticated: options.authenticated,
    anonymous: options.anonymous,
    authenticator: options.authenticator,
  }
  const texts: Record<string, string> = {
    ...names,
    verification: options.verification,
    mark: `rowauth auth schema, version ${AUTH_SCHEMA_VERSION}, ${options.verification}`,
  }
  return template.replace(/:"(\w+)"|:'(\w+)'|(?<!:):version\b/g, (placeholder, name, text) => {
    if (name === undefined && text === undefined) return String(AUTH_SCHEMA_VERSION)
    const value = name === undefined ? texts[text] : names[name]
    if (value === undefined) throw new Error(`The auth schema has no placeholder ${placeholder}.`)
    return name === undefined ? quoteLiteral(value) : quoteName(value, plainNames)
  })
}
