import type pg from 'pg'
import { takeViewpoint, type Viewpoint } from './viewpoint.js'

/** A table or view, by its whole name. */
export interface Relation {
  readonly name: string
  readonly oid: number
}

/** What a viewpoint sees of each relation, and how many rows it could update and delete: rolled back. */
export async function rowsAs(
  client: pg.Client,
  viewpoint: Viewpoint,
  relations: readonly Relation[],
): Promise<[string, unknown][]> {
  await client.query('begin')
  try {
    await takeViewpoint(client, viewpoint)
    const entries: [string, unknown][] = []
    for (const { name, oid } of relations) {
      const readable = (await columns(client, oid, 'select')).join(', ')
      const seen = await attempt(client, `select ${readable || '*'} from ${name}`)
      const [column] = await columns(client, oid, 'update')
      const update = `update ${name} set ${column} = ${column}`
      entries.push(
        [name, typeof seen === 'string' ? seen : seen.rows.map((row) => JSON.stringify(row)).sort()],
        [`${name}: update`, column === undefined ? 'no column' : countOf(await attempt(client, update))],
        [`${name}: delete`, countOf(await attempt(client, `delete from ${name}`))],
      )
    }
    return entries
  } finally {
    await client.query('rollback')
  }
}

/** The columns that the current role may read or update, those first that may be given a value at all. */
async function columns(client: pg.Client, oid: number, privilege: string): Promise<string[]> {
  const { rows } = await client.query(
    `select quote_ident(attname) as name from pg_attribute
     where attrelid = $1 and attnum > 0 and not attisdropped and has_column_privilege(attrelid, attnum, $2)
     order by attidentity::text || attgenerated::text, attnum`,
    [oid, privilege],
  )
  return rows.map(({ name }) => name)
}

/** A refusal is part of what somebody may do, so it is written down as text. */
async function attempt(client: pg.Client, sql: string): Promise<pg.QueryResult | string> {
  await client.query('savepoint attempt')
  try {
    return await client.query(sql)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    return `${error.code}: ${error.message}`
  } finally {
    await client.query('rollback to attempt')
  }
}

function countOf(result: pg.QueryResult | string): number | string | null {
  return typeof result === 'string' ? result : result.rowCount
}
