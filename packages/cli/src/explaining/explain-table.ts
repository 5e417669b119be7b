import { CliError } from '../cli-error.js'
import { catalogSettings } from '../database/read-catalog.js'
import type { DoctorClient } from '../doctor/doctor-client.js'
import { explainCommand } from './explain-command.js'
import { type Explanation, explainedCommands } from './explanation.js'
import { explainedTableSql, findTableSql } from './generated.js'

/** What is explained, and as whom. */
export interface ExplainOptions {
  /** Name of the table as SQL has it, found in the search path of the connection, or where it is the only one of its name. */
  readonly table: string
  /** Role that takes the query. */
  readonly role: string
  /** Claims of the user, for policies that read them from settings; default: those of a made-up user. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined
}

/** What the SQL tells of a table. */
export interface ExplainedTable {
  readonly name: string
  readonly rowSecurity: boolean
  readonly rows: number
  readonly isTable: boolean
  readonly writable: string | null
  readonly policies: readonly { readonly name: string; readonly command: string }[]
}

const madeUpUser = '3f1a7c52-0000-4000-8000-00000000000a'

/**
 * Asks PostgreSQL how it would read and write a table as a role: on the real data, in a read-only transaction, and without
 * running anything.
 *
 * @param client - connected as a role that may take the other one, and not in a transaction
 * @throws {CliError} `usage` when there is no such table or role; `role_not_allowed` when the connection may not take it
 */
export async function explainTable(client: DoctorClient, options: ExplainOptions): Promise<Explanation> {
  const { role, claims = { sub: madeUpUser, role } } = options
  await client.query('begin transaction isolation level repeatable read, read only')
  try {
    const path = (await client.query('select pg_catalog.current_schemas(true)::text as schemas')).rows
    await client.query(catalogSettings)
    const id = await findTable(client, options.table, (path as { schemas: string }[])[0]?.schemas)
    const [table] = (await client.query(explainedTableSql, [id, role])).rows as ExplainedTable[]
    if (table === undefined) throw new CliError('usage', `There is no role ${role}.`, { hint: seeAs })
    if (!table.isTable) throw new CliError('usage', `${table.name} is no table.`, { hint: seeAs })
    await client.query(
      `select set_config('request.jwt.claims', $1, true), set_config('request.jwt.claim.sub', $2, true)`,
      [JSON.stringify(claims), typeof claims.sub === 'string' ? claims.sub : ''],
    )
    await takeRole(client, role)
    const { rows } = await client.query('select row_security_active($1::oid) as active', [id])
    const [{ active } = { active: false }] = rows as { active: boolean }[]
    const commands = []
    for (const command of explainedCommands) commands.push(await explainCommand(client, table, command))
    return { table: table.name, role, rows: table.rows, asksPolicies: active, commands }
  } finally {
    await client.query('rollback')
  }
}

const seeAs = 'Write --explain <table> --as <role>, names as SQL has them.'

/** A role that may not use a schema itself can take one that may: nothing is asked of its rights. */
async function findTable(client: DoctorClient, name: string, path: string | undefined): Promise<string> {
  const found = await client.query(findTableSql, [name, path]).then(
    ({ rows }) => rows as { id: string; isInPath: boolean }[],
    (cause: unknown) => {
      // It is no name at all.
      if (cause instanceof Error && Reflect.get(cause, 'code') === '22023') return []
      throw cause
    },
  )
  const [first, second] = found
  if (first === undefined) throw new CliError('usage', `There is no table ${name}.`, { hint: seeAs })
  if (second !== undefined && !first.isInPath) {
    throw new CliError('usage', `There are several tables ${name}.`, {
      hint: 'Write --explain <schema>.<table>.',
    })
  }
  return first.id
}

async function takeRole(client: DoctorClient, role: string): Promise<void> {
  try {
    await client.query(`select set_config('role', $1, true)`, [role])
  } catch (cause) {
    if (!(cause instanceof Error) || Reflect.get(cause, 'code') !== '42501') throw cause
    throw new CliError('role_not_allowed', `The role of this connection may not take the role ${role}.`, {
      hint: 'Give the connection string of the application, or of a superuser.',
      cause,
    })
  }
}
