import { SQL, type SQLChunk } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import { withoutDashes } from './carried-tokens.js'
import type { Piece } from './pieces.js'
import type { Token } from './scan.js'

const dialect = new PgDialect()

/** What stands next to a name or a value and would become a part of it. */
const joins = /[\w$'"&\u0080-\uffff]/

/** The SQL text of an expression, with where its pieces begin, and where those that are not the user's text end. */
export class Draft {
  sql = ''
  readonly starts = new Set<number>()
  readonly fixed = new Map<number, { end: number; name?: SQLChunk }>()
  #fixedEnd = -1

  add(piece: Piece): void {
    const text = draftText(piece)
    if (text === '') return
    const last = this.sql.at(-1) ?? ''
    const besideFixed = !('text' in piece) || this.#fixedEnd === this.sql.length
    if (besideFixed && joins.test(last) && joins.test(text[0] ?? '')) this.sql += ' '
    this.starts.add(this.sql.length)
    const end = this.sql.length + text.length
    if (!('text' in piece)) {
      this.fixed.set(
        this.sql.length,
        'name' in piece && !text.includes('--') ? { end, name: piece.name } : { end },
      )
      this.#fixedEnd = end
    }
    this.sql += text
  }

  /** @throws {TypeError} when quotes or a comment hold what is not text, or a comment takes in what stands behind its own text */
  assertWhole({ kind, start, end }: Token): void {
    if (kind === 'other' || start + 1 >= end) return
    for (let at = start + 1; at < end; at += 1) {
      if (this.fixed.has(at)) {
        throw new TypeError(
          'crudPolicy(): quotes or a comment in `sql` hold a value or a column: close them before it.',
        )
      }
      if (kind === 'comment' && this.starts.has(at)) {
        throw new TypeError(
          'crudPolicy(): a comment in `sql` runs on into what follows: end it in its own text.',
        )
      }
    }
  }
}

function draftText(piece: Piece): string {
  if ('text' in piece) return piece.text
  if ('literal' in piece) return withoutDashes(piece.literal)
  return dialect.sqlToQuery(new SQL([piece.name])).sql
}
