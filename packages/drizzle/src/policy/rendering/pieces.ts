import {
  Column,
  is,
  isSQLWrapper,
  Name,
  Param,
  Placeholder,
  SQL,
  type SQLChunk,
  StringChunk,
  Subquery,
  Table,
  View,
} from 'drizzle-orm'
import { chunkText } from './chunk-text.js'
import { columnLiteral } from './column-literal.js'
import { grouped } from './groups.js'
import { listLiteral, literal } from './literal.js'

/** A part of an expression: text as it was written, a value as a literal, or a name that Drizzle writes. */
export type Piece = { readonly text: string } | { readonly literal: string } | { readonly name: SQLChunk }

const text = (value: string): Piece => ({ text: value })

/** What compares lists with each other, as Drizzle's array operators write it. */
const listOperator = /(?:@>|<@|&&)\s*$/

/**
 * An expression in pieces, with its values as literals.
 *
 * @throws {TypeError} for what is no part of a policy: a placeholder, an `undefined`, a value without a literal
 */
export function piecesOf(expression: SQL): Piece[] {
  return ofChunk(expression, false)
}

/** In queries that a builder made, an `undefined` is a clause that the query has not. */
function ofChunk(chunk: unknown, inQuery: boolean): Piece[] {
  if (is(chunk, StringChunk)) return [text(chunkText(chunk) ?? '')]
  if (is(chunk, SQL)) return ofExpression(chunk, inQuery)
  if (is(chunk, Param)) return ofParam(chunk, inQuery)
  if (is(chunk, Placeholder)) throw new TypeError('crudPolicy(): a placeholder has no value in a policy.')
  if (isName(chunk)) return [{ name: chunk as SQLChunk }]
  if (is(chunk, Subquery)) return ofSubquery(chunk)
  if (isSQLWrapper(chunk)) return ofWrapper(chunk)
  if (Array.isArray(chunk)) return ofList(chunk, inQuery)
  if (chunk !== undefined) return [{ literal: literal(chunk) }]
  if (inQuery) return []
  throw new TypeError(
    'crudPolicy(): a part of the expression is undefined, as `and()` without conditions is. Write `sql.empty()` for nothing.',
  )
}

function ofExpression(expression: SQL, inQuery: boolean): Piece[] {
  const chunks = grouped(expression.queryChunks.filter((chunk) => chunkText(chunk) !== ''))
  return chunks.flatMap((chunk, i) => {
    const list = is(chunk, SQL) && listOperator.test(chunkText(chunks[i - 1]) ?? '') && onlyList(chunk)
    return list ? [{ literal: listLiteral(list) }] : ofChunk(chunk, inQuery)
  })
}

/** The list that is all of an expression: Drizzle 0.45 would write it as a row. */
function onlyList(expression: SQL): readonly unknown[] | undefined {
  const [only, ...others] = expression.queryChunks.filter((chunk) => chunkText(chunk) !== '')
  return Array.isArray(only) && others.length === 0 ? only : undefined
}

function ofParam({ value, encoder }: Param, inQuery: boolean): Piece[] {
  if (is(value, SQL)) return ofExpression(value, inQuery)
  if (is(value, Placeholder)) return ofChunk(value, inQuery)
  const encoded = is(encoder, Column)
    ? columnLiteral(value, encoder)
    : value === null
      ? 'null'
      : encoder.mapToDriverValue(value)
  if (is(encoded, SQL)) return ofExpression(encoded, inQuery)
  return [{ literal: is(encoder, Column) ? (encoded as string) : literal(encoded) }]
}

/** Names, which drizzle-kit writes as it is configured to: in snake case, for one. */
function isName(chunk: unknown): boolean {
  const isEnum = typeof chunk === 'function' && 'enumName' in chunk
  return isEnum || [Name, Column, Table, View, SQL.Aliased].some((kind) => is(chunk, kind as typeof Name))
}

function ofSubquery(subquery: Subquery): Piece[] {
  const { sql, alias, isWith } = subquery._
  const name: Piece = { name: new Name(alias) }
  return isWith ? [name] : [text('('), ...ofChunk(sql, true), text(') '), name]
}

function ofWrapper(wrapper: { getSQL(): SQL; shouldOmitSQLParens?(): boolean }): Piece[] {
  const inner = ofExpression(wrapper.getSQL(), true)
  return wrapper.shouldOmitSQLParens?.() === true ? inner : [text('('), ...inner, text(')')]
}

function ofList(list: readonly unknown[], inQuery: boolean): Piece[] {
  const elements = list.flatMap((each, i) => [...(i > 0 ? [text(', ')] : []), ...ofChunk(each, inQuery)])
  return [text('('), ...elements, text(')')]
}
