import type { FieldDef } from 'pg'
import type { BoundedText } from './bounded-text.js'
import { valueJson } from './value-json.js'

/** What node-postgres answers with `rowMode: 'array'` and values left as text. */
export interface TextResult {
  readonly command: string | null
  readonly rowCount: number | null
  readonly fields: readonly FieldDef[]
  readonly rows: readonly (readonly (string | null)[])[]
}

/** How a result is written. */
export interface ResultForm {
  /** Values stay PostgreSQL's text. */
  readonly rawText: boolean
  /** Rows are arrays, not objects. */
  readonly arrayMode: boolean
}

/** Writes the JSON of one result. It is put together as text, because json and jsonb values are copied as they are. */
export function writeResult(text: BoundedText, result: TextResult, form: ResultForm): void {
  const fields = result.fields.map((field) => ({
    name: field.name,
    dataTypeID: field.dataTypeID,
    tableID: field.tableID,
    columnID: field.columnID,
    dataTypeSize: field.dataTypeSize,
    dataTypeModifier: field.dataTypeModifier,
    format: 'text',
  }))
  text.add(`{"fields":${JSON.stringify(fields)},"rows":[`)
  const rowJson = rowWriter(result.fields, form)
  for (const [index, row] of result.rows.entries()) text.add((index > 0 ? ',' : '') + rowJson(row))
  const rest = { command: result.command ?? '', rowCount: result.rowCount, rowAsArray: form.arrayMode }
  text.add(`],${JSON.stringify(rest).slice(1)}`)
}

function rowWriter(fields: readonly FieldDef[], { rawText, arrayMode }: ResultForm) {
  const columns = fields.map(({ name, dataTypeID }) => {
    const key = arrayMode ? '' : `${JSON.stringify(name)}:`
    const write = rawText ? JSON.stringify : (text: string) => valueJson(text, dataTypeID)
    return (text: string | null | undefined) =>
      key + (text === null || text === undefined ? 'null' : write(text))
  })
  const [open, close] = arrayMode ? ['[', ']'] : ['{', '}']
  return (row: readonly (string | null)[]) =>
    open + columns.map((column, index) => column(row[index])).join(',') + close
}
