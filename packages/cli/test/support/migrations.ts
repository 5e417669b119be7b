import { createHash } from 'node:crypto'
import type { KitLine, TestProject } from './project.js'

/**
 * Puts a migration where the project's kit would have put it, journal and snapshot included. Faster than to run
 * the kit, and any SQL will do.
 */
export async function addMigrationFile(
  project: TestProject,
  { line }: KitLine,
  name: string,
  sql: string,
): Promise<string> {
  const count = (await project.migrations()).length
  if (line === '1.0') {
    const folder = `drizzle/20240101${String(count).padStart(6, '0')}_${name}`
    const snapshot = {
      type: 'base',
      version: '9',
      dialect: 'postgres',
      id: uuid(count + 1),
      prevIds: [uuid(count)],
      footprints: [],
      ddl: [],
    }
    await project.write(`${folder}/snapshot.json`, JSON.stringify(snapshot))
    await project.write(`${folder}/migration.sql`, sql)
    return `${folder}/migration.sql`
  }
  const number = String(count).padStart(4, '0')
  const tag = `${number}_${name}`
  const journal =
    count === 0
      ? { version: '7', dialect: 'postgresql', entries: [] }
      : JSON.parse(await project.read('drizzle/meta/_journal.json'))
  journal.entries.push({ idx: count, version: '7', when: 1_700_000_000_000 + count, tag, breakpoints: true })
  const snapshot = {
    id: uuid(count + 1),
    prevId: uuid(count),
    version: '7',
    dialect: 'postgresql',
    ...{ tables: {}, enums: {}, schemas: {}, views: {}, sequences: {}, roles: {}, policies: {} },
    _meta: { columns: {}, schemas: {}, tables: {} },
  }
  await project.write('drizzle/meta/_journal.json', JSON.stringify(journal))
  await project.write(`drizzle/meta/${number}_snapshot.json`, JSON.stringify(snapshot))
  await project.write(`drizzle/${tag}.sql`, sql)
  return `drizzle/${tag}.sql`
}

function uuid(n: number): string {
  return `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`
}

/** A migration of rowauth as an older version would have written it: fewer functions, an older mark. */
export function olderMigration(text: string, version: number): string {
  const [head = '', ...rest] = text.split('\n\n')
  const body = rest
    .join('\n\n')
    .trim()
    .split('\n--> statement-breakpoint\n')
    .filter((statement) => !/create or replace function auth\.organization/.test(statement))
    .map((statement) =>
      statement
        .replace(/, auth\.organization\(\), auth\.organization_id\(\)/, '')
        .replace(/\s+auth\.organization\(\), auth\.organization_id\(\),/, '')
        .replace(`rowauth auth schema, version ${version}, `, `rowauth auth schema, version ${version - 1}, `)
        .replace(`int4 := ${version};`, `int4 := ${version - 1};`),
    )
    .join('\n--> statement-breakpoint\n')
  const header = head
    .replace(`schema, version ${version}`, `schema, version ${version - 1}`)
    .replace(/sha256: \w+/, `sha256: ${createHash('sha256').update(body).digest('hex')}`)
  return `${header}\n\n${body}\n`
}
