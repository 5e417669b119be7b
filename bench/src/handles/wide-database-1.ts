import { defineRelations } from 'drizzle-orm-1'
import { drizzle } from 'drizzle-orm-1/node-postgres'
import { integer, pgTable, text } from 'drizzle-orm-1/pg-core'
import type pg from 'pg'

/** A database of drizzle-orm 1.0 on `size` tables, each with a relation to the next one and back. */
export function wideDatabase1(client: pg.Pool, size: number) {
  const names = Array.from({ length: size }, (_, index) => `table_${index}`)
  const tables = Object.fromEntries(
    names.map((name) => [
      name,
      pgTable(name, { id: integer().primaryKey(), next: integer(), label: text() }),
    ]),
  )
  const relations = defineRelations(tables, (r) =>
    Object.fromEntries(
      names.map((name, index) => {
        const table = known(r[name])
        const other = names[(index + 1) % size] ?? name
        const previous = names.at(index - 1) ?? name
        const successor = known(r.one[other])({ from: known(table.next), to: known(known(r[other]).id) })
        const predecessors = known(r.many[previous])({
          from: known(table.id),
          to: known(known(r[previous]).next),
        })
        return [name, { successor, predecessors }]
      }),
    ),
  )
  return drizzle({ client, relations })
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The table is not in the schema.')
  return value
}
