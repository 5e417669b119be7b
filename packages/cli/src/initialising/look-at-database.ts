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
 * Looks at the database that is given, or at that of the config. One that was asked for must answer; the one of the
 * config may be away.
 *
 * @returns what `look` has found; undefined where there is no database to look at
 */
export async function lookAtDatabase<T>(
  project: Project,
  options: UrlOptions,
  terminal: Terminal,
  look: (client: pg.Client) => Promise<T>,
): Promise<{ readonly database: LookedAt; readonly found: T | undefined }> {
  const isGiven = options.url !== undefined
  const database = isGiven ? readUrl(options, terminal) : project.config.database
  if (database === undefined) return { database: 'not configured', found: undefined }
  try {
    return { database: 'checked', found: await withDatabase(database, look) }
  } catch (error) {
    if (isGiven || !(error instanceof CliError) || error.code !== 'database_unreachable') throw error
    return { database: 'unreachable', found: undefined }
  }
}
