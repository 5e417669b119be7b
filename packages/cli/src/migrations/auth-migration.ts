import { createHash } from 'node:crypto'
import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import { defaultNames } from '@rowauth/core/internal'
import { schemaStatements, switchStatements } from '../database/schema-statements.js'
import type { Names } from '../options/names.js'
import type { Verification } from '../options/verification.js'

/** What drizzle-kit and Drizzle's migrators split a migration at. */
const breakpoint = '--> statement-breakpoint'

/** An auth schema that migrations install. */
export interface AuthSchema {
  readonly names: Names
  readonly verification: Verification
}

/** The auth schema as it stands in a migration. */
export interface AuthMigration extends AuthSchema {
  readonly version: number
  /** The SQL below the header, with plain line ends. */
  readonly body: string
  /** Is the SQL still what the header's hash was made of? */
  readonly isIntact: boolean
}

const header =
  /^-- rowauth auth schema, version (\d{1,6})\n(?:-- .*\n)*?-- options: (\{.*\})\n-- sha256: ([0-9a-f]{64})\n/

/**
 * The SQL of a migration that installs the auth schema in this version.
 *
 * @param before - who verifies the tokens by the migrations before it, if any install the schema
 */
export function authMigrationBody({ names, verification }: AuthSchema, before = verification): string {
  const statements =
    before === verification ? schemaStatements(names, verification) : switchStatements(names, verification)
  return statements.join(`\n${breakpoint}\n`)
}

/**
 * The text of a migration that installs the auth schema in this version: a header that tells what it is, then the SQL.
 *
 * @param before - as {@link authMigrationBody} takes it
 */
export function renderAuthMigration(schema: AuthSchema, before?: Verification): string {
  const { names, verification } = schema
  const options = { ...names, ...(verification === 'application' ? {} : { verification }) }
  const body = authMigrationBody(schema, before)
  return `-- rowauth auth schema, version ${AUTH_SCHEMA_VERSION}
-- Written by "rowauth init" or "rowauth upgrade". Leave it as it is; "rowauth check" compares it.
-- options: ${JSON.stringify(options)}
-- sha256: ${sha256(body)}

${body}
`
}

/** Reads a migration that {@link renderAuthMigration} wrote; undefined for any other. */
export function parseAuthMigration(text: string): AuthMigration | undefined {
  // Git may have given the file the line ends of Windows.
  const plain = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
  const [head, version, options = '', hash] = header.exec(plain) ?? []
  if (head === undefined) return undefined
  const { names, verification } = parseOptions(options) ?? {}
  const body = plain.slice(head.length).trim()
  return {
    version: Number(version),
    names: names ?? defaultNames,
    verification: verification ?? 'application',
    body,
    isIntact: names !== undefined && sha256(body) === hash,
  }
}

function parseOptions(json: string): AuthSchema | undefined {
  let options: Record<string, unknown>
  try {
    options = JSON.parse(json)
  } catch {
    return undefined
  }
  const { schema, authenticated, anonymous, authenticator } = { ...defaultNames, ...options }
  const { verification = 'application' } = options
  const all: readonly unknown[] = [schema, authenticated, anonymous, authenticator]
  const isKnown = verification === 'application' || verification === 'database'
  return isKnown && all.every((name) => typeof name === 'string')
    ? { names: { schema, authenticated, anonymous, authenticator }, verification }
    : undefined
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
