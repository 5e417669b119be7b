/** What a stretch of SQL text is. A quoted token is a text or a name; `prefix` is what stands before its quotes, in lower case. */
export interface Token {
  readonly kind: 'comment' | 'text' | 'name' | 'dollar' | 'other'
  readonly start: number
  readonly end: number
  readonly prefix: string
}

const letter = 'A-Za-z_\\u0080-\\uffff'
const word = new RegExp(`[${letter}][${letter}0-9$]*`, 'y')
const number = new RegExp(`[0-9][${letter}0-9$.]*`, 'y')
const dollarQuote = new RegExp(`\\$(?:[${letter}][${letter}0-9]*)?\\$`, 'y')
const prefixes = /^(?:e|n|b|x|u&)$/
/** Texts that only line breaks, with comments to the end of a line, lie between are one to PostgreSQL. */
const continued = /[ \t\f\v]*(?:--[^\r\n]*)?[\r\n](?:\s|--[^\r\n]*[\r\n])*'/y

/**
 * SQL text as PostgreSQL's scanner cuts it, with `standard_conforming_strings` on, as far as quotes and comments go.
 *
 * https://www.postgresql.org/docs/current/sql-syntax-lexical.html
 *
 * @throws {TypeError} when a quote or a comment does not end
 */
export function* scan(sql: string, fixedEnd: (at: number) => number | undefined): Generator<Token> {
  let at = 0
  while (at < sql.length) {
    const start = at
    const token = (kind: Token['kind'], end: number, prefix = ''): Token => ({ kind, start, end, prefix })
    const past = fixedEnd(at)
    const next = past === undefined ? tokenAt(sql, at, token) : token('other', past)
    at = next.end
    yield next
  }
}

function tokenAt(
  sql: string,
  at: number,
  token: (kind: Token['kind'], end: number, prefix?: string) => Token,
): Token {
  if (sql.startsWith('--', at)) return token('comment', endOfLine(sql, at))
  if (sql.startsWith('/*', at)) return token('comment', endOfComment(sql, at))
  if (sql[at] === "'") return token('text', endOfText(sql, at, false))
  if (sql[at] === '"') return token('name', endOfName(sql, at))
  const quote = matchAt(dollarQuote, sql, at)
  if (quote !== undefined) return token('dollar', endOfDollar(sql, at, quote))
  const [run = ''] = [matchAt(word, sql, at), matchAt(number, sql, at)].filter((each) => each !== undefined)
  if (run === '') return token('other', at + 1)
  const end = at + run.length
  // `U&'…'` is one token, `u & '…'` is none.
  const prefix = (sql[end] === '&' && /^u$/i.test(run) ? 'u&' : run).toLowerCase()
  const open = at + prefix.length
  if (!prefixes.test(prefix)) return token('other', end)
  if (sql[open] === "'") return token('text', endOfText(sql, open, prefix === 'e'), prefix)
  if (sql[open] === '"' && prefix === 'u&') return token('name', endOfName(sql, open), prefix)
  return token('other', end)
}

function matchAt(pattern: RegExp, sql: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(sql)?.[0]
}

function endOfLine(sql: string, at: number): number {
  const length = sql.slice(at).search(/[\r\n]/)
  return length < 0 ? sql.length : at + length
}

function endOfComment(sql: string, start: number): number {
  let depth = 0
  for (let at = start; at < sql.length; at += 1) {
    const two = sql.slice(at, at + 2)
    if (two !== '/*' && two !== '*/') continue
    depth += two === '/*' ? 1 : -1
    at += 1
    if (depth === 0) return at + 1
  }
  return unended('comment')
}

function endOfText(sql: string, open: number, escapes: boolean): number {
  for (let at = open + 1; at < sql.length; at += 1) {
    if (escapes && sql[at] === '\\') at += 1
    else if (sql[at] === "'") {
      if (sql[at + 1] === "'") at += 1
      else {
        const more = matchAt(continued, sql, at + 1)
        if (more === undefined) return at + 1
        at += more.length
      }
    }
  }
  return unended('text')
}

function endOfName(sql: string, open: number): number {
  for (let at = open + 1; at < sql.length; at += 1) {
    if (sql[at] !== '"') continue
    if (sql[at + 1] !== '"') return at + 1
    at += 1
  }
  return unended('name')
}

function endOfDollar(sql: string, start: number, quote: string): number {
  const end = sql.indexOf(quote, start + quote.length)
  return end < 0 ? unended('text') : end + quote.length
}

function unended(what: string): never {
  throw new TypeError(`crudPolicy(): a ${what} in the SQL of a condition does not end.`)
}
