import { trustClaims } from '@rowauth/core'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import pg from 'pg'
import { table } from '../markdown.js'

/** A value for each type, as an application would write it. */
const samples: Readonly<Record<string, string>> = {
  smallint: '7',
  integer: '7',
  bigint: '7',
  boolean: 'true',
  uuid: '0b50a0a6-4b4c-4c6e-9f0e-3f0f3c9f5f10',
  text: 'seven',
  'varchar(20)': 'seven',
  json: '{"n":7}',
  jsonb: '{"n":7}',
  numeric: '7.5',
  real: '7.5',
  'double precision': '7.5',
  date: '2026-11-26',
  timestamp: '2026-11-26 07:00:00',
  timestamptz: '2026-11-26 07:00:00+00',
  time: '07:00',
  interval: '7 days',
  'char(5)': 'seven',
  bytea: '\\x07',
  inet: '127.0.0.1',
  point: '(7,7)',
  'integer[]': '{7}',
  'text[]': '{seven}',
  mood: 'fine',
}

/** A column of each type, for the database's owner to make. */
export const kinds = `
create type mood as enum ('fine');
create table kinds (${Object.keys(samples)
  .map((type, at) => `c${at} ${type}`)
  .join(', ')});
grant select, insert on kinds to authenticated;
`

/** Types that have no `=`. */
const incomparable = new Set(['json', 'point'])

/**
 * Counts, on a live connection, which statements stay prepared by themselves: one that stores a parameter of a type,
 * and one that compares with it.
 *
 * @param application - connection string of a database that holds {@link kinds}
 * @returns Markdown
 */
export async function countPrepared(application: string): Promise<string> {
  const types = Object.keys(samples)
  const pool = new pg.Pool({ connectionString: application, max: 1 })
  const driver = nodePostgres(pool, { prepare: { max: 1000 } })
  const session = trustClaims({ sub: 'counter' })
  const isKept = async (text: string, value: string | undefined): Promise<boolean> => {
    for (let time = 0; time < 4; time += 1) await driver.query(session, { text, values: [value] })
    const kept = 'select from pg_prepared_statements where statement = $1'
    return (await pool.query(kept, [text])).rowCount === 1
  }
  const rows: string[][] = []
  for (const [at, type] of types.entries()) {
    const stored = await isKept(`insert into kinds (c${at}) values ($1)`, samples[type])
    const compared = incomparable.has(type)
      ? undefined
      : await isKept(`select count(*) from kinds where c${at} = $1`, samples[type])
    rows.push([`\`${type}\``, word(stored), compared === undefined ? '' : word(compared)])
  }
  await pool.end()
  const keeps = (column: number) => rows.filter((row) => row[column] === 'kept').length
  return [
    `### What stays prepared by itself: ${keeps(1)} of ${rows.length} types where they are stored, ${keeps(2)} of ${rows.length - incomparable.size} where they are compared\n`,
    table(['', 'stored', 'compared'], rows),
  ].join('\n')
}

const word = (kept: boolean) => (kept ? 'kept' : 'parsed each time')
