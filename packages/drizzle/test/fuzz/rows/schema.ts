import { authUserId, crudPolicy } from '@rowauth/drizzle'
import type { Column } from 'drizzle-orm'
import {
  bigint,
  boolean,
  getTableConfig,
  integer,
  jsonb,
  type PgTable,
  pgTable,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import { type Definition, members as lookedUp } from '../language/condition.js'
import { policiesOf, type Tables } from '../language/render.js'
import { docs as played } from './game.js'

/** The Drizzle schema of a game. */
export function makeSchema(definitions: readonly Definition[], ofMembers: readonly Definition[]) {
  const members = pgTable(
    lookedUp.name,
    { listId: integer('list_id'), userId: text('user_id'), level: integer() },
    (table) => ofMembers.flatMap((definition) => policiesOf(definition, tables({ members: table }))),
  )
  const tables = (given: Readonly<Record<string, object>>): Tables => ({
    column: (table, column) => Reflect.get(given[table] ?? members, column) as Column,
    members: () => members as unknown as PgTable,
  })
  const docs = pgTable(
    played.name,
    {
      id: integer().primaryKey(),
      owner: text().default(authUserId()),
      ownerId: uuid('owner_id'),
      title: text(),
      n: integer(),
      flag: boolean(),
      listId: integer('list_id'),
      big: bigint({ mode: 'bigint' }),
      at: timestamp({ withTimezone: true }),
      labels: text().array(),
      meta: jsonb(),
    },
    (table) => definitions.flatMap((definition) => policiesOf(definition, tables({ docs: table }))),
  )
  return { docs, members, tables: tables({ docs, members }) }
}

export type Schema = ReturnType<typeof makeSchema>

/** What `crudPolicy` says to definitions, if it refuses them. */
export function refusalOf(
  definitions: readonly Definition[],
  ofMembers: readonly Definition[],
): string | undefined {
  try {
    const { docs, members } = makeSchema(definitions, ofMembers)
    getTableConfig(docs)
    getTableConfig(members)
    return undefined
  } catch (error) {
    if (error instanceof TypeError && error.message.startsWith(crudPolicy.name)) return error.message
    throw error
  }
}
