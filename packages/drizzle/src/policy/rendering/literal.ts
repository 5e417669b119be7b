import { quoteLiteral } from '@rowauth/core/internal'
import { isPostgresText } from '../expressions/sql-text.js'

/**
 * A value as a literal, of no type where it is in quotes: PostgreSQL gives it that of what it stands beside, as it does with a parameter.
 *
 * @throws {TypeError} for what has no literal that is certain to say the same
 */
export function literal(value: unknown): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value))) {
    // Without parentheses a minus before it would make a comment of both, and a cast behind it would come first.
    return value < 0 ? `(${value})` : String(value)
  }
  if (typeof value === 'number') {
    throw new TypeError(
      `crudPolicy(): write ${value} as sql\`'${value}'::float8\`, with the type that it has.`,
    )
  }
  if (value instanceof Uint8Array) return quoted(hex(value))
  if (Array.isArray(value)) return listLiteral(value)
  if (isPlainObject(value)) return quoted(JSON.stringify(value))
  const what =
    value instanceof Date ? 'a date that is not compared with a column' : `a value (${typeof value})`
  throw new TypeError(`crudPolicy(): ${what} has no literal: write it as a string.`)
}

/** A text in quotes. */
export function quoted(value: string): string {
  if (isPostgresText(value)) return quoteLiteral(value)
  throw new TypeError('crudPolicy(): a text in the expression holds U+0000 or half of a surrogate pair.')
}

/** A list as a literal of an array. */
export function listLiteral(list: readonly unknown[]): string {
  return quoted(arrayText(list))
}

function arrayText(list: readonly unknown[]): string {
  return `{${list.map(elementText).join(',')}}`
}

function elementText(element: unknown): string {
  if (element === null) return 'NULL'
  if (Array.isArray(element)) return arrayText(element)
  if (['boolean', 'number', 'bigint'].includes(typeof element)) return String(element)
  const text = element instanceof Uint8Array ? hex(element) : element
  if (typeof text === 'string') return `"${text.replace(/["\\]/g, '\\$&')}"`
  throw new TypeError('crudPolicy(): write a list that holds more than texts and numbers as a string.')
}

function hex(bytes: Uint8Array): string {
  return `\\x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
