import { createHash } from 'node:crypto'
import { AUTH_SCHEMA_VERSION, authSchemaStatements } from '@rowauth/core'
import { defaultNames } from '@rowauth/core/internal'
import { type Names, schemaOptions } from '../options/names.js'

/** What drizzle-kit and Drizzle's migrators split a migration at. */
const breakpoint = '--> statement-breakpoint'

/** The auth schema as it stands in a migration. */
export interface AuthMigration {
  readonly version: number
  readonly names: Names
  /** The SQL below the header, with plain line ends. */
  readonly body: string
  /** Is the SQL still what the header's hash was made of? */
  readonly isIntact: boolean
}

const header =
  /^-- rowauth auth schema, version (\d{1,6})\n(?:-- .*\n)*?-- options: (\{.*\})\n-- sha256: ([0-9a-f]{64})\n/

/** The SQL of a migration that installs the auth schema in this version. */
export function authMigrationBody(names: Names): string {
  return authSchemaStatements(schemaOptions(names)).join(`\n${breakpoint}\n`)
}

/** The text of a migration, from its SQL: a header that tells what it is, then the SQL. */
export function renderAuthMigration(
  names: Names,
  body: string,
  version: number = AUTH_SCHEMA_VERSION,
): string {
  return `-- rowauth auth schema, version ${version}
-- Written by "rowauth init" or "rowauth upgrade". Leave it as it is; "rowauth check" compares it.
-- options: ${JSON.stringify(names)}
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
  const names = parseNames(options)
  const body = plain.slice(head.length).trim()
  return {
    version: Number(version),
    names: names ?? defaultNames,
    body,
    isIntact: names !== undefined && sha256(body) === hash,
  }
}

function parseNames(json: string): Names | undefined {
  let options: Record<string, unknown>
  try {
    options = JSON.parse(json)
  } catch {
    return undefined
  }
  const { schema, authenticated, anonymous, authenticator } = { ...defaultNames, ...options }
  const all: readonly unknown[] = [schema, authenticated, anonymous, authenticator]
  return all.every((name) => typeof name === 'string')
    ? { schema, authenticated, anonymous, authenticator }
    : undefined
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
