import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'

interface Journal {
  readonly entries: readonly { readonly tag: string }[]
}

/**
 * Does what `drizzle-kit migrate` does, in one transaction. Both majors of Drizzle ask for this, and the migrator of 1.0 does not read
 * folders of drizzle-kit 0.31.
 */
export async function applyMigrations(client: pg.Client, folder: string): Promise<void> {
  const journal: Journal = JSON.parse(readFileSync(join(folder, 'meta/_journal.json'), 'utf8'))
  await client.query('begin')
  for (const { tag } of journal.entries) {
    const text = readFileSync(join(folder, `${tag}.sql`), 'utf8')
    for (const statement of text.split('--> statement-breakpoint')) await client.query(statement)
  }
  await client.query('commit')
}
