import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import { defaultNames } from '@rowauth/core/internal'
import { schemaStatements, switchStatements } from '../database/schema-statements.js'
import { grantStatements } from '../grants/grant-statements.js'
import { moveStatements } from '../moving/move-statements.js'
import type { Names } from '../options/names.js'
import type { Verification } from '../options/verification.js'
import { parseRecord } from '../record.js'
import { parseMarked, renderMarked } from './marked-migration.js'
import { joinStatements } from './statement-breakpoint.js'

/** An auth schema that migrations install. */
export interface AuthSchema {
  readonly names: Names
  readonly verification: Verification
  /** It takes the place of functions that somebody else has made, which policies before it call. */
  readonly moves?: boolean
  /** It grants the roles what policies are for, too. */
  readonly grants?: boolean
}

/** The auth schema as it stands in a migration. */
export interface AuthMigration extends AuthSchema {
  readonly version: number
  /** The SQL below the header, with plain line ends. */
  readonly body: string
  /** Is the SQL still what the header's hash was made of? */
  readonly isIntact: boolean
}

/**
 * The SQL of a migration that installs the auth schema in this version.
 *
 * @param before - who verifies the tokens by the migrations before it, if any install the schema
 */
export function authMigrationBody(
  { names, verification, moves = false, grants = false }: AuthSchema,
  before = verification,
): string {
  const statements = moves
    ? moveStatements(names, verification)
    : before === verification
      ? schemaStatements(names, verification)
      : switchStatements(names, verification)
  return joinStatements([...statements, ...(grants ? grantStatements(names) : [])])
}

/**
 * The text of a migration that installs the auth schema in this version: a header that tells what it is, then the SQL.
 *
 * @param before - as {@link authMigrationBody} takes it
 */
export function renderAuthMigration(schema: AuthSchema, before?: Verification): string {
  const { names, verification, moves = false, grants = false } = schema
  return renderMarked({
    title: 'auth schema',
    version: AUTH_SCHEMA_VERSION,
    options: JSON.stringify({
      ...names,
      ...(verification === 'application' ? {} : { verification }),
      ...(moves && { moves }),
      ...(grants && { grants }),
    }),
    body: authMigrationBody(schema, before),
  })
}

/** Reads a migration that {@link renderAuthMigration} wrote; undefined for any other. */
export function parseAuthMigration(text: string): AuthMigration | undefined {
  const marked = parseMarked(text)
  if (marked?.title !== 'auth schema') return undefined
  const { version, body, isIntact } = marked
  const options = parseOptions(marked.options)
  return {
    version,
    names: options?.names ?? defaultNames,
    verification: options?.verification ?? 'application',
    moves: options?.moves ?? false,
    grants: options?.grants ?? false,
    body,
    isIntact: options !== undefined && isIntact,
  }
}

function parseOptions(json: string): Required<AuthSchema> | undefined {
  const options = parseRecord(json)
  if (options === undefined) return undefined
  const { schema, authenticated, anonymous, authenticator } = { ...defaultNames, ...options }
  const { verification = 'application', moves = false, grants = false } = options
  const all: readonly unknown[] = [schema, authenticated, anonymous, authenticator]
  const isKnown = verification === 'application' || verification === 'database'
  if (!isKnown || typeof moves !== 'boolean' || typeof grants !== 'boolean') return undefined
  return all.every((name) => typeof name === 'string')
    ? { names: { schema, authenticated, anonymous, authenticator }, verification, moves, grants }
    : undefined
}
