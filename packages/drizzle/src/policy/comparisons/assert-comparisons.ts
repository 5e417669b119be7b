import {
  Column,
  is,
  isSQLWrapper,
  Name,
  Param,
  Placeholder,
  SQL,
  StringChunk,
  Subquery,
  Table,
  View,
} from 'drizzle-orm'
import { chunkText } from '../rendering/chunk-text.js'
import { assertOperands } from './assert-operands.js'

const comparison =
  /^\s*(=|<>|!=|<|<=|>|>=|is (?:not )?distinct from|(?:not )?i?like|(?:not )?in|(?:not )?between|@>|<@|&&)\s*$/i
const quantified = /^\s*((?:=|<>|!=|<|<=|>|>=)\s*(?:any|some|all))\s*\(\s*$/i
/** Where an operand begins, and where one ends, for sure: no cast and no other operator takes it away. */
const begins = /(?:^|[(,]|\b(?:and|or|not|when|where|on))\s*$/i
const ends = /^\s*(?:$|[),]|(?:and|or|then|group|order|limit)\b)/i

/**
 * Refuses comparisons of a column with a claim, or another value of the session, of another type, which PostgreSQL would only refuse when the migration
 * runs. It sees what Drizzle's operators write, and operands that stand alone in `sql`, in queries within the condition as well.
 *
 * @throws {TypeError}
 */
export function assertComparisons(expression: SQL): void {
  const chunks = expression.queryChunks.filter((chunk) => chunk !== undefined && chunkText(chunk) !== '')
  chunks.forEach((chunk, at) => {
    for (const inner of Array.isArray(chunk) ? chunk : [chunk]) {
      const within = expressionIn(inner)
      if (within !== undefined) assertComparisons(within)
    }
    const text = chunkText(chunk) ?? ''
    const operator = (comparison.exec(text) ?? quantified.exec(text))?.[1]?.toLowerCase()
    if (operator === undefined || !begins.test(textAt(chunks, at - 2))) return
    const [left, right, third] = [chunks[at - 1], chunks[at + 1], chunks[at + 3]]
    if (ends.test(textAt(chunks, at + 2))) assertOperands(left, operator, right)
    const isRange = operator.endsWith('between') && /^\s*and\s*$/i.test(textAt(chunks, at + 2))
    if (isRange && ends.test(textAt(chunks, at + 4))) assertOperands(left, operator, third)
  })
}

/** The text next to an operand; a value there could be anything. */
function textAt(chunks: readonly unknown[], at: number): string {
  if (at < 0 || at >= chunks.length) return ''
  return chunkText(chunks[at]) ?? '?'
}

function expressionIn(chunk: unknown): SQL | undefined {
  if (is(chunk, SQL)) return chunk
  if (is(chunk, Subquery)) return chunk._.sql
  const isLeaf = [StringChunk, Column, Table, View, Name, Param, Placeholder, SQL.Aliased].some((kind) =>
    is(chunk, kind as typeof Name),
  )
  return !isLeaf && isSQLWrapper(chunk) ? chunk.getSQL() : undefined
}
