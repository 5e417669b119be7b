import { type Column, is, SQL } from 'drizzle-orm'
import { PgJson, PgJsonb } from 'drizzle-orm/pg-core'
import { builtColumn } from '../expressions/built-column.js'
import { columnType } from '../expressions/column-type.js'
import { listLiteral, literal, quoted } from './literal.js'

/** What PostgreSQL reads as a time once and for all, where a literal is written. */
const passing = /\b(?:now|today|tomorrow|yesterday)\b/i

const whole = /^(smallint|integer|bigint|smallserial|serial|bigserial)$/

/**
 * A value as the literal that says what the value says as a parameter beside the column. Drizzle 1.0 leaves a part of the
 * encoding to its drivers, so what the column's encoder gives is not all of it.
 *
 * @returns the literal, or the expression that an encoder of the user's made
 * @throws {TypeError} when the column cannot hold the value
 */
export function columnLiteral(value: unknown, column: Column): string | SQL {
  if (value === null) return 'null'
  if (value === undefined) throw new TypeError(`crudPolicy(): "${column.name}" is compared with undefined.`)
  const type = columnType(column)
  if (/^(?:date|time)/.test(type) && passing.test(String(value))) {
    throw new TypeError(
      `crudPolicy(): "${column.name}" is compared with ${JSON.stringify(value)}, which a policy would keep as the time of its migration: write sql\`now()\`.`,
    )
  }
  const encoded = encode(value, builtColumn(column), type)
  if (is(encoded, SQL)) return encoded
  if (Array.isArray(encoded)) return type.endsWith('[]') ? listLiteral(encoded) : refuse(column, type)
  if (typeof encoded === 'number') return numberLiteral(encoded, column, type)
  if (typeof encoded === 'bigint' && !whole.test(type)) return quoted(String(encoded))
  if (typeof encoded === 'boolean' && type !== 'boolean') return quoted(String(encoded))
  return literal(encoded)
}

function encode(value: unknown, column: Column, type: string): unknown {
  if (isBuiltInJson(column)) return asJson(value, Reflect.get(column, 'dimensions') ?? 0)
  // Dates and lists may be given as the text that they are.
  if (typeof value === 'string' && (/^(date|time)/.test(type) || type.endsWith('[]'))) return value
  // A list of 0.45 gives its elements instead of their text.
  const encoder: { mapToDriverValue(value: unknown, nested: boolean): unknown } = column
  try {
    return encoder.mapToDriverValue(value, true)
  } catch (cause) {
    throw new TypeError(`crudPolicy(): "${column.name}" is ${type}, and takes no such value.`, { cause })
  }
}

/** 0.45 would encode it, 1.0 has its drivers do so. */
function isBuiltInJson(column: Column): boolean {
  return is(column, PgJson) || is(column, PgJsonb)
}

function asJson(value: unknown, dimensions: number): unknown {
  if (dimensions === 0 || !Array.isArray(value)) return JSON.stringify(value)
  return value.map((element) => (element === null ? null : asJson(element, dimensions - 1)))
}

function numberLiteral(value: number, column: Column, type: string): string {
  if (whole.test(type)) return Number.isFinite(value) ? literal(value) : refuse(column, type)
  // In quotes it is read as the column's type. A bare 0.1 is numeric, and no `real` equals it.
  return quoted(String(value))
}

function refuse(column: Column, type: string): never {
  throw new TypeError(`crudPolicy(): "${column.name}" is ${type}, and takes no such value.`)
}
