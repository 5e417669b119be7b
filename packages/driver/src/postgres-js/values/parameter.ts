import type { ClientOptions, PostgresJs } from '../postgres-js-types.js'
import type { ArrayTypes } from './array-types.js'

/** A parameter before it is written. */
export interface Parameter {
  readonly value: unknown
  /** The type that the client says it has; 0: the server's choice, which tells how it is written. */
  readonly type: number
}

function undefinedValue(): Error {
  // As postgres.js says it.
  const code = 'UNDEFINED_VALUE'
  return Object.assign(new Error(`${code}: Undefined values are not allowed`), { code })
}

/** @throws {Error} `UNDEFINED_VALUE` unless `transform.undefined` says what to take instead */
export function definedValue(value: unknown, { transform }: ClientOptions): unknown {
  if (value !== undefined) return value
  if (transform.undefined === undefined) throw undefinedValue()
  return transform.undefined
}

interface TypedValue {
  readonly value: unknown
  readonly type: number
}

const typedClasses = new WeakMap<PostgresJs, unknown>()

/** Whether a value is what `sql.typed()`, `sql.json()` and the like make, which say a type. */
export function isTyped(value: unknown, sql: PostgresJs): value is TypedValue {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false
  let typedClass = typedClasses.get(sql)
  if (typedClass === undefined) {
    typedClass = (sql.typed(null as never, 0) as object).constructor
    typedClasses.set(sql, typedClass)
  }
  return value.constructor === typedClass
}

/** The type that postgres.js says a value has. */
function typeOf(value: unknown, sql: PostgresJs): number {
  if (isTyped(value, sql)) return value.type
  if (value instanceof Date) return 1184
  if (value instanceof Uint8Array) return 17
  if (typeof value === 'boolean') return 16
  if (typeof value === 'bigint') return 20
  return Array.isArray(value) ? typeOf(value[0], sql) : 0
}

/** @throws {Error} `UNDEFINED_VALUE` */
export function parameterOf(
  given: unknown,
  sql: PostgresJs,
  options: ClientOptions,
  arrays: ArrayTypes,
): Parameter {
  const typed = isTyped(given, sql)
  const value = definedValue(typed ? given.value : given, options)
  if (!typed) return { value, type: typeOf(value, sql) }
  // `sql.array()` says the type of the elements.
  const list = 'array' in given && given.array !== undefined
  return { value, type: list ? arrays.arrayOf(given.type) : given.type }
}
