import pg from 'pg'
import { CliError } from '../cli-error.js'
import type { Names } from '../options/names.js'
import type { InstalledVerification } from '../options/verification.js'
import type { Discrepancy } from '../terminal/discrepancy.js'
import { schemaStatements } from './schema-statements.js'

/**
 * Compares the functions of an installed schema with those of this version. For that the latter are made as temporary
 * functions, and the tables that they name, in a transaction that is rolled back: the server writes both in the same way.
 */
export async function compareFunctions(
  client: pg.ClientBase,
  names: Names,
  verification: InstalledVerification,
): Promise<Discrepancy[]> {
  await assertTemporary(client)
  await client.query('begin read write')
  try {
    await client.query("set local search_path = ''")
    for (const statement of temporaryObjects(names, verification)) await client.query(statement)
    const expected = await readFunctions(client, 'oid = pg_catalog.pg_my_temp_schema()', [])
    const installed = await readFunctions(client, 'nspname = $1', [names.schema])
    return differences(expected, installed, names)
  } finally {
    await client.query('rollback')
  }
}

/** @throws {CliError} `rights_missing`: the server itself speaks of tables, of which there are none here */
async function assertTemporary(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ may: boolean }>(
    `select pg_catalog.has_database_privilege(pg_catalog.current_database(), 'temporary') as may`,
  )
  if (rows[0]?.may === true) return
  throw new CliError(
    'rights_missing',
    'The functions are compared with temporary ones, which the role of the connection may not create here.',
    { hint: 'Connect as the owner of the database, or grant TEMPORARY on the database to the role.' },
  )
}

function temporaryObjects(names: Names, verification: InstalledVerification): string[] {
  const placeholder = 'rowauth_check_functions'
  return schemaStatements({ ...names, schema: placeholder }, verification)
    .filter((statement) => /^(?:--.*\n)*create (?:or replace function|table if not exists) /.test(statement))
    .map((statement) => statement.replaceAll(`"${placeholder}"`, 'pg_temp'))
}

/** Definitions by signature; the schema's own name is `@` in them. */
async function readFunctions(
  client: pg.ClientBase,
  where: string,
  values: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<Definition>(
    `select p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')' as signature,
       n.nspname as schema, pg_catalog.quote_ident(n.nspname) as quoted, pg_catalog.pg_get_functiondef(p.oid) as definition
     from pg_catalog.pg_proc p
       join (select * from pg_catalog.pg_namespace where ${where}) n on n.oid = p.pronamespace
     where p.prokind = 'f'`,
    [...values],
  )
  return new Map(
    rows.map((row) => {
      const [head = '', ...rest] = withoutSchema(row.definition, row).split('\n LANGUAGE ')
      // Types of arguments and results have no schema where it is in the search path, as that of temporary objects is.
      const definition = [head.replaceAll('@.', ''), ...rest].join('\n LANGUAGE ')
      return [withoutSchema(row.signature, row).replaceAll('@.', ''), definition]
    }),
  )
}

interface Definition {
  readonly signature: string
  readonly definition: string
  readonly schema: string
  /** The same, quoted where PostgreSQL quotes it. */
  readonly quoted: string
}

/** The text with `@` for the schema's own name. */
function withoutSchema(text: string, { schema, quoted }: Definition): string {
  const isPlain = schema === quoted
  return (
    text
      .replaceAll(`${pg.escapeIdentifier(schema)}.`, '@.')
      // Not the end of another name.
      .replaceAll(isPlain ? new RegExp(`(?<![\\w."$])${schema}\\.`, 'g') : `${quoted}.`, '@.')
      // The session's own temporary schema is written without its number, at least by newer servers.
      .replace(/\bpg_temp\./g, '@.')
  )
}

function differences(
  expected: ReadonlyMap<string, string>,
  installed: ReadonlyMap<string, string>,
  { schema }: Names,
): Discrepancy[] {
  const discrepancies: Discrepancy[] = []
  for (const [signature, definition] of expected) {
    const object = `${pg.escapeIdentifier(schema)}.${signature}`
    const found = installed.get(signature)
    if (found === undefined) {
      discrepancies.push({ code: 'function_missing', object, message: 'The function is missing.' })
    } else if (found !== definition) {
      discrepancies.push({
        code: 'function_differs',
        object,
        message: 'The function is not the one of this version: somebody has changed it.',
      })
    }
  }
  return discrepancies
}
