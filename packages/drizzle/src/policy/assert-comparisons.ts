import { Column, is, SQL, StringChunk } from 'drizzle-orm'
import { claimRead } from './expressions/claim-read.js'
import { columnType, isTextType } from './expressions/column-type.js'

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
 * Refuses comparisons of a column with a claim of another type, which PostgreSQL would only refuse when the migration
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
  const read = claimRead(right) ?? claimRead(left)
  if (column === undefined || read === undefined) return
  const type = columnType(column)
  const wanted = wantedFor(type)
  const problem = `crudPolicy(): "${column.name}" is ${type}, and the claim ${JSON.stringify(read.path)} is read as ${read.as}`
  const path = JSON.stringify(read.path.length === 1 ? read.path[0] : read.path)
  const isIn = operator.endsWith('in')
  if (isIn && (kindOf(read.as) === 'list' || (read.as === 'jsonb' && type !== 'jsonb'))) {
    throw new TypeError(
      operator === 'in'
        ? `${problem}, which "in" cannot search: use inClaim(column, ${path}).`
        : `${problem}, which "not in" cannot search: write sql\`\${column} <> all(\${claim(${path}, { as: '${wanted}[]' })})\`.`,
    )
  }
  const [ofColumn, ofClaim] = [kindOf(type), kindOf(read.as)]
  if (ofColumn === undefined || ofClaim === undefined || ofColumn === ofClaim) return
  if (ofClaim === 'list') {
    throw new TypeError(`${problem}: a value is in a list by inClaim(column, ${path}).`)
  }
  throw new TypeError(`${problem}, which PostgreSQL does not compare: claim(${path}, { as: '${wanted}' }).`)
}

/** What a claim would have to be read as for a column. */
function wantedFor(type: string): string {
  if (isTextType(type)) return 'text'
  if (/^(smallint|smallserial|serial)$/.test(type)) return 'integer'
  if (type === 'bigserial') return 'bigint'
  return /^(real|double precision|numeric)/.test(type) ? 'numeric' : type
}
