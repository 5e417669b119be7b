import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isRecord } from '../record.js'
import { type AdoptionMigration, parseAdoptionMigration } from './adoption-migration.js'
import { type AuthMigration, parseAuthMigration } from './auth-migration.js'
import { parseMarked } from './marked-migration.js'

/** A migration of the project. */
export interface Migration {
  /** Its file, from the migrations folder. */
  readonly file: string
  readonly text: string
  /** The auth schema that it installs; undefined for all others. */
  readonly auth: AuthMigration | undefined
  /** What it adopts; undefined for all others. */
  readonly adoption: AdoptionMigration | undefined
  /** Whether rowauth wrote it, and it is still as it was written; undefined for all others. */
  readonly isIntact: boolean | undefined
}

/** What a migrations folder holds. */
export interface Migrations {
  /** In the order in which they are applied. */
  readonly list: readonly Migration[]
  /** What is wrong with the folder, one sentence each. */
  readonly problems: readonly string[]
}

const journalFile = join('meta', '_journal.json')

/**
 * Reads a migrations folder of drizzle-kit: before 1.0 files that a journal lists, since then a folder for each.
 *
 * @param folder - need not exist
 */
export async function readMigrations(folder: string): Promise<Migrations> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch((error: unknown) => {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return []
    throw error
  })
  const files = new Set(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)),
  )
  const list: Migration[] = []
  const problems: string[] = []
  const add = async (file: string) => {
    const text = await readFile(join(folder, file), 'utf8')
    list.push({
      ...{ file, text },
      auth: parseAuthMigration(text),
      adoption: parseAdoptionMigration(text),
      isIntact: parseMarked(text)?.isIntact,
    })
  }
  const listed = files.has(journalFile) ? await readJournal(folder, problems) : []
  for (const file of listed) {
    if (files.has(file)) await add(file)
    else problems.push(`The journal lists ${file}, which is not there.`)
  }
  for (const name of [...files].sort()) {
    const [inFolder] = /^[^\\/]+[\\/](?=migration\.sql$)/.exec(name) ?? []
    if (inFolder !== undefined) {
      await add(name)
      if (!files.has(`${inFolder}snapshot.json`)) problems.push(`${name} has no snapshot.json beside it.`)
    } else if (/^[^\\/]+\.sql$/.test(name) && !listed.includes(name)) {
      const text = await readFile(join(folder, name), 'utf8')
      if (parseMarked(text) !== undefined) {
        problems.push(`${name} is a migration of rowauth that the journal does not list.`)
      }
    }
  }
  return { list, problems }
}

async function readJournal(folder: string, problems: string[]): Promise<string[]> {
  let journal: unknown
  try {
    journal = JSON.parse(await readFile(join(folder, journalFile), 'utf8'))
  } catch {
    problems.push(`${journalFile} is no JSON.`)
    return []
  }
  const entries = isRecord(journal) && Array.isArray(journal.entries) ? journal.entries : []
  const files: string[] = []
  let latest = Number.NEGATIVE_INFINITY
  for (const { tag, when } of entries.filter(isRecord)) {
    const file = `${String(tag)}.sql`
    files.push(file)
    if (Number(when) <= latest) {
      problems.push(
        `${file} is older in the journal than the one before it, so migrators skip it in silence.`,
      )
    }
    latest = Math.max(latest, Number(when))
  }
  return files
}
