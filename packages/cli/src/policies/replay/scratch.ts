import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { CliError } from '../../cli-error.js'
import { withDatabase } from '../../database/with-database.js'
import { quoted } from '../policy-sql.js'
import type { Query } from '../read-row-security.js'
import { loadPglite, openPglite } from './pglite.js'

/** An empty database that is gone afterwards. */
export interface Scratch {
  readonly query: Query
  /**
   * Whether roles belong to others as well: then everything happens in one transaction, which is rolled back, and
   * otherwise each migration has one of its own.
   */
  readonly sharesRoles: boolean
}

/** Where to find one. */
export interface ScratchOptions {
  /** A connection string of a server to make a database on. */
  readonly scratch: string | undefined
  /** The file from which the project would import PGlite. */
  readonly importedFrom: string
  /** Names of extensions that PGlite is to be opened with, if it has them. */
  readonly extensions: readonly string[]
}

/**
 * Runs a function with an empty database: PGlite, or one of a random name on the server that was given.
 *
 * @returns undefined when there is neither
 * @throws {CliError} `usage` for what is no connection string, `database_unreachable`, `rights_missing`
 */
export async function withScratch<T>(
  { scratch, importedFrom, extensions }: ScratchOptions,
  run: (scratch: Scratch) => Promise<T>,
): Promise<T | undefined> {
  if (scratch !== undefined) return await onServer(scratch, run)
  const pglite = await loadPglite(importedFrom)
  if (pglite === undefined) return undefined
  const { query, close } = await openPglite(pglite, extensions)
  try {
    return await run({ query, sharesRoles: false })
  } finally {
    await close()
  }
}

async function onServer<T>(url: string, run: (scratch: Scratch) => Promise<T>): Promise<T> {
  if (!URL.canParse(url)) {
    throw new CliError('usage', 'The option --scratch takes a connection string in the form of a URL.', {
      hint: 'Write --scratch postgres://user@host/database, a database to connect to on that server.',
    })
  }
  const name = `rowauth_scratch_${randomBytes(8).toString('hex')}`
  const withOwn = async (owner: pg.Client) => {
    try {
      await owner.query(`create database ${quoted(name)}`)
    } catch (cause) {
      throw new CliError('rights_missing', 'No database can be made on the server of --scratch.', {
        hint: `Its role needs CREATEDB. PostgreSQL says: ${cause instanceof Error ? cause.message : cause}`,
        cause,
      })
    }
    try {
      const own = new URL(url)
      own.pathname = `/${name}`
      return await withDatabase(own.href, async (client) => {
        // Asked in this way the server takes one statement at a time: none that ends the transaction hides in another.
        const query: Query = async (text) => {
          const single = { text, queryMode: 'extended' }
          return (await client.query(single)).rows
        }
        return await run({ query, sharesRoles: true })
      })
    } finally {
      await owner.query(`drop database ${quoted(name)} with (force)`)
    }
  }
  return await withDatabase(url, withOwn, 'The server of --scratch')
}
