import { assertOptions, type OptionNames } from '../assert-options.js'
import { defaultNames } from './default-names.js'
import { assertName } from './quote.js'

/** What {@link authSchemaSql} and {@link authSchemaStatements} can be told. */
export interface AuthSchemaOptions {
  /** Name of the schema; default `auth`. */
  schema?: string
  /** Names of the database roles. */
  roles?: {
    /** Role of a signed-in user; default `authenticated`. */
    authenticated?: string
    /** Role of a visitor without a token; default `anonymous`. */
    anonymous?: string
    /** Role that the application logs in with; default `authenticator`. */
    authenticator?: string
  }
  /** Who verifies the token: the application (the default), or the database itself. */
  verification?: 'application' | 'database'
}

export interface ResolvedSchemaOptions {
  schema: string
  authenticated: string
  anonymous: string
  authenticator: string
  verification: SchemaState
}

/** How a schema is installed: in one of the two modes, or between them while a live database is switched. */
export type SchemaState = 'application' | 'transition' | 'database'

const states: readonly string[] = ['application', 'transition', 'database'] satisfies SchemaState[]

const names = {
  schema: true,
  roles: true,
  verification: true,
} as const satisfies OptionNames<AuthSchemaOptions>

const roleOptions = {
  authenticated: true,
  anonymous: true,
  authenticator: true,
} as const satisfies OptionNames<NonNullable<AuthSchemaOptions['roles']>>

/** @throws TypeError for a name that PostgreSQL reserves or cannot hold */
export function assertSchemaNames({
  schema,
  authenticated,
  anonymous,
  authenticator,
}: Omit<ResolvedSchemaOptions, 'verification'>): void {
  assertName(schema, 'schema', ['information_schema'])
  for (const [key, name] of Object.entries({ authenticated, anonymous, authenticator })) {
    assertName(name, `roles.${key}`, ['none', 'public'])
  }
}

/** @throws TypeError for a name that PostgreSQL reserves or cannot hold, an unknown `verification`, and an unknown option */
export function resolveSchemaOptions(
  options: Omit<AuthSchemaOptions, 'verification'> & { verification?: SchemaState },
): ResolvedSchemaOptions {
  assertOptions('authSchemaSql()', options, names)
  const { schema = defaultNames.schema, roles = {}, verification = 'application' } = options
  assertOptions('`roles` of authSchemaSql()', roles, roleOptions)
  const {
    authenticated = defaultNames.authenticated,
    anonymous = defaultNames.anonymous,
    authenticator = defaultNames.authenticator,
  } = roles

  const roleNames = { authenticated, anonymous, authenticator }
  assertSchemaNames({ schema, ...roleNames })
  if (new Set(Object.values(roleNames)).size < 3) {
    throw new TypeError('The three `roles` must have different names.')
  }

  if (!states.includes(verification)) {
    throw new TypeError('`verification` must be "application" or "database".')
  }
  return { schema, ...roleNames, verification }
}
