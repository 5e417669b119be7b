/** One statement as an object: a query config as node-postgres' `client.query` takes it. */
export interface StatementConfig {
  readonly text: string
  readonly values?: readonly unknown[] | undefined
  /** Prepares the statement under this name, once per connection. */
  readonly name?: string | undefined
  readonly rowMode?: string | undefined
  readonly types?: unknown
  readonly [option: string]: unknown
}

/** One statement: SQL text, or a query config. */
export type PgStatement = string | StatementConfig

/** What a statement gives: the part of node-postgres' `QueryResult` that holds for every statement. */
export interface PgResult {
  readonly command: string
  readonly rowCount: number | null
  readonly oid: number
  readonly rows: unknown[]
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[]
}

/** @throws {TypeError} for what has no SQL text */
export function statementText(statement: PgStatement): string {
  const text = typeof statement === 'string' ? statement : statement?.text
  if (typeof text !== 'string') throw new TypeError('A statement is SQL text or an object with its `text`.')
  return text
}

/** Bind counts parameters in 16 bits; clients would let a larger number wrap around. */
const maxParameters = 65_535

/**
 * A statement in a copy that nobody else has, checked for what a client would write wrongly.
 *
 * @throws {TypeError} for text, name or values of another type, and for U+0000 in text or name: the protocol ends
 *   strings there, and the rest would be read as a message of its own
 * @throws {RangeError} for more than 65,535 parameters
 */
export function statementConfig(statement: PgStatement): StatementConfig {
  const text = statementText(statement)
  const config = typeof statement === 'string' ? { text } : statement
  const { name, values } = config
  if (name !== undefined && name !== null && typeof name !== 'string') {
    throw new TypeError('The `name` of a statement must be a string.')
  }
  if (text.includes('\u0000') || name?.includes('\u0000')) {
    throw new TypeError('A statement cannot contain U+0000.')
  }
  if (values !== undefined && values !== null && !Array.isArray(values)) {
    throw new TypeError('The `values` of a statement must be an array.')
  }
  if (values && values.length > maxParameters) {
    throw new RangeError(`A statement takes at most ${maxParameters} parameters.`)
  }
  return { ...config, text, values: values ? [...values] : undefined }
}
