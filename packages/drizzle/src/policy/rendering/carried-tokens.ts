import { quoteLiteral } from '@rowauth/core/internal'
import type { Token } from './scan.js'

/**
 * A token of SQL without `--`, at which drizzle-kit 0.31 cuts policies, and drizzle-orm a migration when `> statement-breakpoint` follows. PostgreSQL reads
 * the same and stores the same.
 *
 * @throws {TypeError} for the rare ways to write a text in which it has no other form
 */
export function carriedToken(sql: string, { kind, prefix }: Token): string {
  if (kind === 'comment') return ' '
  if (!sql.includes('--')) return sql
  if (kind === 'name' && prefix === '') return carriedName(sql)
  if (kind === 'dollar') return withoutDashes(quoteLiteral(sql.slice(sql.indexOf('$', 1) + 1, -dollars(sql))))
  if (kind === 'text' && prefix === '') return withoutDashes(quoteLiteral(plainText(sql)))
  if (kind === 'text' && prefix === 'e' && !isContinued(sql)) return withoutDashes(sql)
  throw new TypeError(
    'crudPolicy(): drizzle-kit cannot carry `--` in this kind of quotes: write the text in plain ones, or as a value.',
  )
}

/** A quoted name, or several with dots between them. */
export function carriedName(sql: string): string {
  return sql.replace(/"(?:[^"]|"")*"/g, (name) =>
    name.includes('--') ? `U&${name.replaceAll('\\', '\\\\').replaceAll('--', '-\\002D')}` : name,
  )
}

/** Of what `quoteLiteral` gives, or of a text with escapes. */
export function withoutDashes(sql: string): string {
  if (!sql.includes('--')) return sql
  const escaped = sql.replaceAll('--', '-\\x2D')
  return escaped.startsWith("'") ? `E${escaped}` : escaped
}

/** What a text in plain quotes says, with all the lines that continue it. */
function plainText(sql: string): string {
  const parts: string[] = []
  const part = /'((?:[^']|'')*)'(?:\s|--[^\r\n]*)*/y
  for (let found = part.exec(sql); found !== null; found = part.exec(sql)) {
    parts.push((found[1] ?? '').replaceAll("''", "'"))
  }
  return parts.join('')
}

/** Whether a text with escapes goes on in another line, in quotes of its own. */
function isContinued(sql: string): boolean {
  return sql
    .slice(2, -1)
    .replace(/\\[\s\S]|''/g, '')
    .includes("'")
}

function dollars(sql: string): number {
  return sql.indexOf('$', 1) + 1
}
