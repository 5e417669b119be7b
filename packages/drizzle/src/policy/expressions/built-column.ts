import { type Column, getTableColumns, is, Table } from 'drizzle-orm'

/**
 * The column of the finished table. The one that `pgTable` hands to its callback stands for it in expressions,
 * but can neither tell its SQL type nor turn a value into what Postgres takes.
 */
export function builtColumn(column: Column): Column {
  const table: unknown = Reflect.get(column, 'table')
  if (!is(table, Table)) return column
  return Object.values(getTableColumns(table)).find(({ name }) => name === column.name) ?? column
}
