import type pg from 'pg'
import { readSql } from './read-sql.js'
import { type Relation, rowsAs } from './rows-as.js'
import { withConnection } from './statements.js'
import type { Viewpoint } from './viewpoint.js'

/** Each is a file in `rights`, whose query gives a key and a value for everything that it finds. */
const aspects = [
  ...[
    'roles',
    'members',
    'owners',
    'row-security',
    'policies',
    'defaults',
    'views',
    'definitions',
    'comments',
  ],
  ...['schemas', 'relations', 'sequences', 'functions', 'default-privileges'],
] as const

export interface RightsOptions {
  /** As whom rows are read and written. */
  readonly as: readonly Viewpoint[]
  /** Schemas that are left out, with everything in them. */
  readonly without?: readonly string[]
}

/** By aspect, and then by name in alphabetical order, so that a database before and after differs in lines. */
export type Rights = Record<string, Record<string, unknown>>

/**
 * Who may do what in a database: by what PostgreSQL says of each role, by the rows that each viewpoint sees and could
 * change, and by the texts that decide it. Nothing is changed: what is written is rolled back.
 *
 * @param url - of a superuser, who may take every role
 */
export async function rightsOf(url: string, { as, without = [] }: RightsOptions): Promise<Rights> {
  return withConnection(url, async (client) => {
    // Nothing is found without its schema, so that names are whole ones.
    await client.query("set search_path = ''")
    const rights = await rightsIn(client, without)
    const relations = await client.query<Relation>(readSql('support/rights/relation-names'), [without])
    await client.query('reset search_path')
    for (const viewpoint of as) {
      rights[`rows of ${viewpoint.name}`] = sorted(await rowsAs(client, viewpoint, relations.rows))
    }
    return rights
  })
}

/**
 * The same in the transaction that a client is in, but for the rows. Names are whole ones where nothing is in the search
 * path.
 */
export async function rightsIn(client: pg.ClientBase, without: readonly string[] = []): Promise<Rights> {
  const rights: Rights = {}
  for (const aspect of aspects) {
    const { rows } = await client.query(readSql(`support/rights/${aspect}`), [without])
    rights[aspect] = sorted(rows.filter(({ value }) => value !== '').map(({ key, value }) => [key, value]))
  }
  return rights
}

function sorted(entries: [string, unknown][]): Record<string, unknown> {
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)))
}
