import type { Migrations } from '../../migrations/read-migrations.js'
import { splitMigration } from '../../migrations/statement-breakpoint.js'
import { splitStatements } from '../../sql-text/split-statements.js'
import { sqlStatements } from '../../sql-text/sql-statements.js'
import { tablesSql } from '../generated.js'
import type { TableName } from '../policy.js'
import { quoted } from '../policy-sql.js'
import type { Scratch } from './scratch.js'

/** Why a migration did not run on an empty database. */
export class ReplayError extends Error {
  /** The migration's file. */
  readonly file: string

  constructor(file: string, message: string) {
    super(message)
    this.name = 'ReplayError'
    this.file = file
  }
}

/** The extensions that migrations ask for. */
export function extensionsOf({ list }: Migrations): string[] {
  const pattern = /^create\s+extension\s+(?:if\s+not\s+exists\s+)?"?([\w-]+)/
  const names = list.flatMap(({ text }) =>
    sqlStatements(text).flatMap((each) => pattern.exec(each)?.[1] ?? []),
  )
  return [...new Set(names)]
}

/**
 * Applies migrations to a scratch as Drizzle's migrators do. Roles that they take for granted are made, and what
 * cannot run within a transaction or here (indexes built concurrently, extensions that the server lacks) is left out.
 *
 * @param before - SQL that comes first
 * @returns the tables that this SQL makes: stand-ins of what the migrations take for granted
 * @throws {ReplayError} where a statement fails
 */
export async function replayMigrations(
  { query, sharesRoles }: Scratch,
  { list }: Migrations,
  before: readonly string[],
): Promise<TableName[]> {
  await query(`set search_path = "$user", public`)
  // Errors are read below. Not everybody may set this.
  await query(`set lc_messages = 'C'`).catch(() => {})
  if (sharesRoles) await query('begin')
  for (const { text } of before.flatMap(splitStatements)) await query(text)
  const given = await query(tablesSql)
  for (const { file, text, adoption } of list) {
    // It asks what was there before, of which there are stand-ins here.
    if (adoption !== undefined) continue
    const statements = splitMigration(text)
      .flatMap(splitStatements)
      .map((each) => each.text)
    if (sharesRoles && statements.some(endsTransaction)) {
      throw new ReplayError(file, 'It ends the transaction that it runs in.')
    }
    if (!sharesRoles) await query('begin')
    for (const statement of statements) {
      try {
        await tolerantly(query, statement)
      } catch (error) {
        await query('rollback')
        throw new ReplayError(file, reasonOf(error))
      }
    }
    if (!sharesRoles) await query('commit')
  }
  return given.map(({ schema, table }) => ({ schema: String(schema), table: String(table) }))
}

function endsTransaction(statement: string): boolean {
  return /^(?:commit|end|abort|prepare\s+transaction|rollback(?!\s+(?:(?:work|transaction)\s+)?to\b))\b/i.test(
    statement,
  )
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // The value of an enum that the same transaction has added. On a server of others all is one.
  const isNewValue = Reflect.get(error, 'code') === '55P04'
  return isNewValue ? `${error.message} (PGlite commits each migration and takes it)` : error.message
}

async function tolerantly(query: Scratch['query'], statement: string): Promise<void> {
  const [first = ''] = sqlStatements(statement)
  // Within one of ours, those of the migration would end with it.
  if (/^(?:savepoint|release|rollback)\b/.test(first)) return void (await query(statement))
  const made = new Set<string>()
  for (;;) {
    await query('savepoint rowauth')
    try {
      await query(statement)
      await query('release savepoint rowauth')
      return
    } catch (error) {
      await query('rollback to savepoint rowauth')
      if (/^create\s+extension\b/.test(first)) return
      const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
      // It runs in no transaction, as an index built concurrently.
      if (code === '25001') return
      // Roles belong to the whole server, where others may have made this one.
      if (code === '42710' && /^create\s+(?:role|user|group)\b/.test(first)) return
      const role = code === '42704' && error instanceof Error ? missingRole(error.message) : undefined
      if (role === undefined || made.has(role)) throw error
      made.add(role)
      await query(`create role ${quoted(role)}`)
    }
  }
}

function missingRole(message: string): string | undefined {
  return /^role "(.+)" does not exist$/.exec(message)?.[1]
}
