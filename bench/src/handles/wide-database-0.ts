import { relations } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { integer, pgTable, text } from 'drizzle-orm/pg-core'
import type pg from 'pg'

/** A database of drizzle-orm 0.45 on `size` tables, each with a relation to the next one and back. */
export function wideDatabase0(client: pg.Pool, size: number) {
  const tables = Array.from({ length: size }, (_, index) =>
    pgTable(`table_${index}`, { id: integer().primaryKey(), next: integer(), label: text() }),
  )
  const schema: Record<string, object> = {}
  for (const [index, table] of tables.entries()) {
    const other = tables[(index + 1) % size] ?? table
    const previous = tables.at(index - 1) ?? table
    schema[`table${index}`] = table
    schema[`table${index}Relations`] = relations(table, ({ one, many }) => ({
      successor: one(other, { fields: [table.next], references: [other.id] }),
      predecessors: many(previous),
    }))
  }
  return drizzle({ client, schema })
}
