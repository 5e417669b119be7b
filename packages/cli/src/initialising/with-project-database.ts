import type pg from 'pg'
import { CliError } from '../cli-error.js'
import { withDatabase } from '../database/with-database.js'
import { readUrl, type UrlOptions } from '../options/url.js'
import type { Project } from '../project/open-project.js'
import type { Terminal } from '../terminal/terminal.js'

export type LookedAt = 'checked' | 'unreachable' | 'not configured'

/** What to say of a database that was not looked at. */
export const databaseNotes: Readonly<Record<LookedAt, readonly string[]>> = {
  checked: [],
  unreachable: ['The database of the config cannot be reached, so only the migrations were looked at.'],
  'not configured': ['No database was looked at, only the migrations: give one with --url to be sure.'],
}

/**
 * Runs a function with a connection to the database that is given, or to that of the config. One that was asked for
 * must answer; the one of the config may be away.
 *
 * @param run - gets no client where there is no database to look at
 * @throws {CliError} `usage`, `database_unreachable`, and what `run` throws
 */
export async function withProjectDatabase<T>(
  project: Project,
  options: UrlOptions,
  terminal: Terminal,
  run: (client: pg.Client | undefined, database: LookedAt) => Promise<T>,
): Promise<T> {
  const isGiven = options.url !== undefined
  const database = isGiven ? readUrl(options, terminal) : project.config.database
  if (database === undefined) return await run(undefined, 'not configured')
  try {
    return await withDatabase(database, (client) => run(client, 'checked'))
  } catch (error) {
    if (isGiven || !(error instanceof CliError) || error.code !== 'database_unreachable') throw error
    return await run(undefined, 'unreachable')
  }
}
