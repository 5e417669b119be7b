import { is, SQL, type SQLChunk, StringChunk } from 'drizzle-orm'
import { isPostgresText } from '../expressions/sql-text.js'
import { carriedName, carriedToken } from './carried-tokens.js'
import { chunkText } from './chunk-text.js'
import { Draft } from './draft.js'
import { piecesOf } from './pieces.js'
import { scan } from './scan.js'

/** A condition as it goes into DDL, with the text that it has there. */
export interface RenderedCondition {
  readonly expression: SQL
  readonly text: string
}

/**
 * The expression with its values as literals, for DDL takes no parameters, and written so that both drizzle-kits carry it: without comments and without
 * `--`. Names stay what they are, since drizzle-kit may write them in snake case. The given expression is left as it is.
 *
 * @returns the expression and its text
 * @throws {TypeError} for what cannot be carried, or is not one expression
 */
export function renderExpression(expression: SQL): RenderedCondition {
  const draft = new Draft()
  for (const piece of piecesOf(expression)) draft.add(piece)
  if (!isPostgresText(draft.sql)) {
    throw new TypeError('crudPolicy(): the SQL of a condition holds U+0000 or half of a surrogate pair.')
  }
  const chunks: SQLChunk[] = []
  let text = ''
  let depth = 0
  for (const token of scan(draft.sql, (at) => draft.fixed.get(at)?.end)) {
    draft.assertWhole(token)
    const written = draft.sql.slice(token.start, token.end)
    const fixed = draft.fixed.get(token.start)
    if (fixed === undefined) depth = depthAfter(written, depth)
    const carried = fixed === undefined ? carriedToken(written, token) : carriedName(written)
    text += carried
    chunks.push(fixed?.name ?? new StringChunk(carried))
  }
  if (depth !== 0) unbalanced()
  return finished(joined(chunks), text)
}

function depthAfter(written: string, depth: number): number {
  if (written === ';') throw new TypeError('crudPolicy(): a condition is one expression, without `;`.')
  if (written === '(') return depth + 1
  if (written !== ')') return depth
  return depth > 0 ? depth - 1 : unbalanced()
}

function unbalanced(): never {
  throw new TypeError('crudPolicy(): the parentheses in the SQL of a condition do not match.')
}

/** What drizzle-kit would leave out, and so open the table: an expression without text, and in 0.31 one that reads `undefined`. */
function finished(chunks: SQLChunk[], text: string): RenderedCondition {
  if (text.trim() === '') {
    throw new TypeError('crudPolicy(): a condition is empty: write true for every row, null for no policy.')
  }
  if (text !== 'undefined') return { expression: new SQL(chunks), text }
  return { expression: new SQL([new StringChunk('(undefined)')]), text: '(undefined)' }
}

function joined(chunks: readonly SQLChunk[]): SQLChunk[] {
  const result: SQLChunk[] = []
  let text = ''
  const flush = () => {
    if (text !== '') result.push(new StringChunk(text))
    text = ''
  }
  for (const chunk of chunks) {
    if (is(chunk, StringChunk)) text += chunkText(chunk)
    else {
      flush()
      result.push(chunk)
    }
  }
  flush()
  return result
}
