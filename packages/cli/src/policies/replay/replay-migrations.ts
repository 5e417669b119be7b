import type { Migrations } from '../../migrations/read-migrations.js'
import { splitMigration } from '../../migrations/statement-breakpoint.js'
import { sqlStatements } from '../../sql-text/sql-statements.js'
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
 * @throws {ReplayError} where a statement fails
 */
export async function replayMigrations(
  { query, sharesRoles }: Scratch,
  { list }: Migrations,
  before: readonly string[],
): Promise<void> {
  await query(`set search_path = "$user", public`)
  // Errors are read below. Not everybody may set this.
  await query(`set lc_messages = 'C'`).catch(() => {})
  if (sharesRoles) await query('begin')
  for (const statement of before) await query(statement)
  for (const { file, text, adoption } of list) {
    // It asks what was there before, of which there are stand-ins here.
    if (adoption !== undefined) continue
    if (sharesRoles && endsTransaction(text)) {
      throw new ReplayError(file, 'It ends the transaction that it runs in.')
    }
    if (!sharesRoles) await query('begin')
    for (const statement of splitMigration(text)) {
      try {
        await tolerantly(query, statement)
      } catch (error) {
        await query('rollback')
        throw new ReplayError(file, error instanceof Error ? error.message : String(error))
      }
    }
    if (!sharesRoles) await query('commit')
  }
}

function endsTransaction(text: string): boolean {
  return sqlStatements(text).some((each) =>
    /^(?:commit|abort|prepare\s+transaction|rollback(?!\s+to))\b/.test(each),
  )
}

async function tolerantly(query: Scratch['query'], statement: string): Promise<void> {
  const [first = ''] = sqlStatements(statement)
  if (/^create\s+(?:unique\s+)?index\s+concurrently\b/.test(first)) return
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
