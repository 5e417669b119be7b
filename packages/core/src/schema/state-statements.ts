import { fillPlaceholders } from './fill-placeholders.js'
import {
  applicationStatements,
  commonMove,
  databaseStatements,
  leavingStatements,
  rolesStatements,
  transitionStatements,
} from './generated.js'
import {
  type AuthSchemaOptions,
  type ResolvedSchemaOptions,
  resolveSchemaOptions,
  type SchemaState,
} from './options.js'

const installing: Readonly<Record<SchemaState, readonly string[]>> = {
  application: applicationStatements,
  transition: transitionStatements,
  database: databaseStatements,
}

const moving: Readonly<Record<SchemaState, readonly string[]>> = {
  application: leavingStatements,
  transition: [commonMove, ...transitionStatements],
  database: [commonMove, ...databaseStatements],
}

/** The options of a schema in any of its states. */
export type SchemaStateOptions = Omit<AuthSchemaOptions, 'verification'> & { verification: SchemaState }

/** The statements that install a schema in a state, or bring one of the same state up to date. */
export function stateStatements(options: ResolvedSchemaOptions): string[] {
  return installing[options.verification].map((template) => fillPlaceholders(template, options))
}

/**
 * The same for a schema in a state that need not be known.
 *
 * @throws TypeError for a name that PostgreSQL reserves or cannot hold
 */
export function schemaStateStatements(options: SchemaStateOptions): string[] {
  return stateStatements(resolveSchemaOptions(options))
}

/**
 * The statements that move an installed schema to a state, to be run in one transaction. Sessions go on where the
 * state before or after is `transition`, which serves applications of both modes.
 *
 * @throws TypeError for a name that PostgreSQL reserves or cannot hold
 */
export function schemaMoveStatements(options: SchemaStateOptions): string[] {
  const resolved = resolveSchemaOptions(options)
  return moving[resolved.verification].map((template) => fillPlaceholders(template, resolved))
}

/**
 * The statements that make the roles that are missing, let the login role take the other two, and refuse roles that
 * would void row-level security: for a database whose auth functions are somebody else's.
 *
 * @param roles - as PostgreSQL can hold them; `authenticated` and `anonymous` may be one role
 */
export function roleStatements(roles: Omit<ResolvedSchemaOptions, 'schema' | 'verification'>): string[] {
  const options: ResolvedSchemaOptions = { ...roles, schema: '', verification: 'application' }
  return rolesStatements.map((template) => fillPlaceholders(template, options))
}
