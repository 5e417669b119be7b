import { tokensOf } from './tokens.js'

/**
 * The statements of a migration, for looking at: in lower case as PostgreSQL folds it, without comments, with empty
 * strings in place of literals, and the statements of dollar-quoted bodies among them.
 */
export function sqlStatements(text: string): string[] {
  const statements: string[] = []
  let statement = ''
  const finish = () => {
    if (statement.trim() !== '') statements.push(statement.trim())
    statement = ''
  }
  for (const { kind, text: found, dollarQuoted } of tokensOf(text)) {
    if (found === ';') finish()
    else if (kind === 'comment') statement += ' '
    else if (kind === 'name') statement += found
    else if (kind === 'string') {
      statement += "''"
      statements.push(...sqlStatements(dollarQuoted ?? ''))
    } else statement += found.toLowerCase()
  }
  finish()
  return statements
}

/** Matches a name in {@link sqlStatements}: without quotes where PostgreSQL would take it for itself. */
export function namePattern(name: string): string {
  const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
  const quoted = `"${literal(name.replaceAll('"', '""'))}"`
  return /^[a-z_][a-z0-9_]*$/.test(name) ? `(?:${quoted}|(?<![\\w".])${literal(name)}(?![\\w"]))` : quoted
}
