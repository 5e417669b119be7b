import { Column, is, SQL, StringChunk } from 'drizzle-orm'
import { pathText } from './expressions/claims/claim.js'
import { columnType, isTextType } from './expressions/column-type.js'
import { sessionValue } from './expressions/session-value.js'

/** What PostgreSQL compares with each other, of the types that a claim can be read as. */
const kinds: readonly [kind: string, types: RegExp][] = [
  ['uuid', /^uuid$/],
  ['boolean', /^boolean$/],
  ['number', /^(smallint|integer|bigint|smallserial|serial|bigserial|real|double precision|numeric\b.*)$/],
  ['jsonb', /^jsonb$/],
]

function kindOf(type: string): string | undefined {
  if (type.endsWith('[]')) return 'list'
  if (isTextType(type)) return 'text'
  return kinds.find(([, types]) => types.test(type))?.[0]
}

const operators = /^\s*(=|<>|!=|<|<=|>|>=|in|not in)\s*$/i
/** Where an operand begins, and where one ends, for sure: no cast and no other operator takes it away. */
const begins = /(?:^|[(,]|\b(?:and|or|not|when))\s*$/i
const ends = /^\s*(?:$|[),]|(?:and|or|then)\b)/i

/**
 * Refuses comparisons of a column with a claim, or another value of the session, of another type, which PostgreSQL would only refuse when the migration
 * runs. It sees what Drizzle's operators write, and operands that stand alone in `sql`.
 *
 * @throws {TypeError}
 */
export function assertComparisons(expression: SQL): void {
  const chunks = expression.queryChunks.filter((chunk) => textOf(chunk) !== '')
  chunks.forEach((chunk, at) => {
    for (const inner of Array.isArray(chunk) ? chunk : [chunk]) if (is(inner, SQL)) assertComparisons(inner)
    const operator = operators.exec(textOf(chunk) ?? '')?.[1]
    if (operator === undefined) return
    if (!begins.test(textAt(chunks, at - 2)) || !ends.test(textAt(chunks, at + 2))) return
    assertOperands(chunks[at - 1], operator.toLowerCase(), chunks[at + 1])
  })
}

/** The text of a chunk, which is undefined for what is no text. Drizzle 0.45 keeps a list of texts, 1.0 one. */
function textOf(chunk: unknown): string | undefined {
  return is(chunk, StringChunk) ? [chunk.value].flat().join('') : undefined
}

/** The text next to an operand; a value there could be anything. */
function textAt(chunks: readonly unknown[], at: number): string {
  if (at < 0 || at >= chunks.length) return ''
  return textOf(chunks[at]) ?? '?'
}

function assertOperands(left: unknown, operator: string, right: unknown): void {
  const column = [left, right].find((operand) => is(operand, Column))
  const value = sessionValue(right) ?? sessionValue(left)
  if (column === undefined || value === undefined) return
  const type = columnType(column)
  const path = value.path && pathText(value.path)
  const problem = `crudPolicy(): "${column.name}" is ${type}, and ${value.call} is ${value.type}`
  const [ofColumn, ofValue] = [kindOf(type), kindOf(value.type)]
  const search = path === undefined ? `= any(\${${value.call}})` : `inClaim(column, ${path})`
  if (operator.endsWith('in') && (ofValue === 'list' || (value.type === 'jsonb' && type !== 'jsonb'))) {
    const outside = `<> all(\${claim(${path}, { as: '${wantedFor(type)}[]' })})`
    const fix = operator === 'in' || path === undefined ? search : `sql\`\${column} ${outside}\``
    throw new TypeError(`${problem}, which "${operator}" cannot search: write ${fix}.`)
  }
  if (ofColumn === undefined || ofValue === undefined || ofColumn === ofValue) return
  if (ofValue === 'list') throw new TypeError(`${problem}: a value is in a list by ${search}.`)
  const fix =
    path === undefined
      ? "choose what has the column's type, as ownedBy(column) does"
      : `write claim(${path}, { as: '${wantedFor(type)}' })`
  throw new TypeError(`${problem}, which PostgreSQL does not compare: ${fix}.`)
}

/** What a claim would have to be read as for a column. */
function wantedFor(type: string): string {
  if (isTextType(type)) return 'text'
  if (/^(smallint|smallserial|serial)$/.test(type)) return 'integer'
  if (type === 'bigserial') return 'bigint'
  return /^(real|double precision|numeric)/.test(type) ? 'numeric' : type
}
