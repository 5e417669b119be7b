import type { Column } from 'drizzle-orm'
import { builtColumn } from './built-column.js'

/** The SQL type of a column as Drizzle writes it, in lower case. */
export function columnType(column: Column): string {
  const built = builtColumn(column)
  return (Reflect.get(built, 'dimensions') ? `${built.getSQLType()}[]` : built.getSQLType()).toLowerCase()
}

/** Whether a type is `text` or one that PostgreSQL compares as text. */
export function isTextType(type: string): boolean {
  return /^(text|(character varying|varchar|character|char|bpchar)\s*(\(\s*\d+\s*\))?)$/.test(type)
}
