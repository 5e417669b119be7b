import type { PgResult } from '../../pg-statement.js'
import type { ClientOptions, PostgresJsColumn, PostgresJsResult } from '../postgres-js-types.js'
import type { Values } from '../values/values.js'

/** A list of rows with what else is known of the result, which is not enumerable. */
class ResultList extends Array<unknown> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }
}

/** What the result was asked with. */
export interface Asked {
  readonly text: string
  readonly types: readonly number[]
  /** Rows are lists. */
  readonly lists: boolean
}

type From = ((value: unknown, column?: PostgresJsColumn) => unknown) | null | undefined

function columnsOf({ fields }: PgResult, { transform }: ClientOptions, values: Values): PostgresJsColumn[] {
  const nameOf = transform.column.from as From
  return fields.map((field) => {
    const { tableID = 0, columnID = 0 } = field as { readonly tableID?: number; readonly columnID?: number }
    const name = (nameOf ? nameOf(field.name) : field.name) as string
    const type = field.dataTypeID
    return { name, parser: values.parser(type), table: tableID, number: columnID, type }
  })
}

function rowOf(
  texts: readonly (string | null)[],
  columns: readonly PostgresJsColumn[],
  from: From,
  lists: boolean,
) {
  const list: unknown[] = []
  const row: Record<string, unknown> = {}
  for (const [index, column] of columns.entries()) {
    const text = texts[index] ?? null
    const { parser } = column
    // A parser of arrays reads from behind the opening brace.
    const read = text !== null && parser ? parser(parser.array === true ? text.slice(1) : text) : text
    const value = from ? from(read, column) : read
    if (lists) list.push(value)
    else row[column.name] = value
  }
  return lists ? list : row
}

/** `INSERT 0 5` is the command INSERT with the count 5; CREATE TABLE has no count. */
function commandOf(tag: string | undefined): {
  readonly command: string | null
  readonly count: number | null
} {
  if (tag === undefined) return { command: null, count: null }
  const [, command = tag, count] = /^(.*?)(?: \d+)? (\d+)$/.exec(tag) ?? []
  return { command, count: count === undefined ? null : Number(count) }
}

/**
 * A result of node-postgres, read as text and in lists, as postgres.js would have made it.
 *
 * @param tag - what the server said of it when it was done
 * @throws what a parser or a transform of the user's throws
 */
export function resultList(
  result: PgResult,
  tag: string | undefined,
  { text, types, lists }: Asked,
  options: ClientOptions,
  values: Values,
): PostgresJsResult {
  const read = columnsOf(result, options, values)
  const { transform } = options
  const rows = (result.rows as (string | null)[][]).map((texts) => {
    const row = rowOf(texts, read, transform.value.from as From, lists)
    return transform.row.from ? (transform.row.from as NonNullable<From>)(row) : row
  })
  const { command, count } = commandOf(tag)
  // Without parameters postgres.js asks in the simple protocol, which describes no columns where there are no rows.
  const undescribed = read.length === 0 && types.length === 0 && command !== 'SELECT'
  const columns = undescribed ? undefined : read
  const statement = { string: text, types, name: '', columns }
  const list = new ResultList()
  for (const row of rows) list.push(row)
  const known = {
    command,
    count,
    // Nothing was run, so nothing is known.
    ...(command === null ? { columns: null, statement: null } : { columns, statement }),
    state: null,
  }
  for (const [name, value] of Object.entries(known)) {
    Object.defineProperty(list, name, { value, writable: true })
  }
  return list as unknown as PostgresJsResult
}
