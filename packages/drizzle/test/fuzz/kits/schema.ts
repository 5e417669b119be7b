import { crudPolicy } from '@rowauth/drizzle'
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
import { members } from '../language/condition.js'
import { hazards, stemOf } from '../language/hazards.js'
import { policiesOf } from '../language/render.js'
import type { SchemaModel, TableModel } from './history.js'

const builders = {
  text: (name: string) => text(name),
  uuid: (name: string) => uuid(name),
  integer: (name: string) => integer(name),
  boolean: (name: string) => boolean(name),
  bigint: (name: string) => bigint(name, { mode: 'bigint' }),
  timestamptz: (name: string) => timestamp(name, { withTimezone: true }),
  'text[]': (name: string) => text(name).array(),
  jsonb: (name: string) => jsonb(name),
}

/** The Drizzle schema of a model, by the tables' keys. */
export function makeSchema(model: SchemaModel): Record<string, PgTable> {
  const made: Record<string, PgTable> = {}
  for (const table of model) made[table.key] = makeTable(table, made)
  return made
}

function makeTable(
  { key, name, columns, definitions, locked }: TableModel,
  made: Record<string, PgTable>,
): PgTable {
  const build = Object.fromEntries(
    Object.entries(columns).map(([column, { name, type }]) => [column, builders[type](name)]),
  )
  const table = pgTable(name, build, (own) =>
    definitions.flatMap((definition) =>
      policiesOf(definition, {
        column: (table, column) => Reflect.get(table === key ? own : (made[table] ?? {}), column) as Column,
        members: () => made[members.name] as PgTable,
      }),
    ),
  )
  return (locked ? table.enableRLS() : table) as unknown as PgTable
}

/** A model without the definitions that `crudPolicy` refuses, and what it said to those for which there is no reason. */
export function accepted(model: SchemaModel): {
  readonly model: SchemaModel
  readonly refused: number
  readonly wrongly: readonly string[]
} {
  const wrongly: string[] = []
  let refused = 0
  const tables: TableModel[] = []
  for (const table of model) {
    let kept: TableModel = { ...table, definitions: [] }
    for (const definition of table.definitions) {
      if (kept.definitions.some((each) => stemOf(each) === stemOf(definition))) continue
      const tried = { ...kept, definitions: [...kept.definitions, definition] }
      const refusal = refusalOf([...tables, tried])
      if (refusal === undefined) kept = tried
      else {
        refused += 1
        if (hazards(definition).length === 0) wrongly.push(refusal)
      }
    }
    tables.push(kept)
  }
  return { model: tables, refused, wrongly }
}

function refusalOf(model: SchemaModel): string | undefined {
  try {
    for (const table of Object.values(makeSchema(model))) getTableConfig(table)
    return undefined
  } catch (error) {
    if (error instanceof TypeError && error.message.startsWith(crudPolicy.name)) return error.message
    throw error
  }
}
