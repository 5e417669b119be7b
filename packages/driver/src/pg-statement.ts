/** One statement: SQL text, or a query config as node-postgres' `client.query` takes it. */
export type PgStatement =
  | string
  | {
      readonly text: string
      readonly values?: readonly unknown[] | undefined
      /** Prepares the statement under this name, once per connection. */
      readonly name?: string | undefined
      readonly rowMode?: string | undefined
      readonly types?: unknown
      readonly [option: string]: unknown
    }

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
  if (typeof text !== 'string') throw new TypeError('A statement is SQL text or an object with its "text".')
  return text
}
