import { Column, is, Param, SQL, type SQLChunk } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import { builtColumn } from './expressions/built-column.js'

const dialect = new PgDialect()

/** Renders as the dialect does, but without the codecs of drizzle-orm 1.0, which literals bypass as well. */
const rendering = {
  casing: Reflect.get(dialect, 'casing'),
  escapeName: dialect.escapeName,
  escapeParam: dialect.escapeParam,
  escapeString: dialect.escapeString,
}

/** Gives each value the encoder of its finished column, without which a Date would be printed in JavaScript's way. */
function encoded(chunk: SQLChunk): SQLChunk {
  if (is(chunk, SQL)) return new SQL(chunk.queryChunks.map(encoded))
  if (Array.isArray(chunk)) return chunk.map(encoded)
  if (is(chunk, Param) && is(chunk.encoder, Column)) return new Param(chunk.value, builtColumn(chunk.encoder))
  return chunk
}

/** What Drizzle prints as a literal that says the same to Postgres: not a Date, a list, a bigint, a placeholder. */
function isPrintable(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value) || isPlainObject(value)
}

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/**
 * The expression with its values as literals, for DDL takes no parameters: drizzle-kit by itself would print
 * them as `$1`. The given expression is left as it is.
 *
 * @returns the expression and its text *
 * @throws {TypeError} for a value that has no literal, such as a placeholder
 */
export function withLiteralValues(expression: SQL): { expression: SQL; text: string } {
  const result = new SQL([encoded(expression)])
  const { params } = result.toQuery(rendering)
  if (!params.every(isPrintable)) {
    throw new TypeError(
      'crudPolicy(): write dates, lists and big numbers of a policy as strings; placeholders have no value.',
    )
  }
  result.inlineParams()
  return { expression: result, text: result.toQuery(rendering).sql }
}
