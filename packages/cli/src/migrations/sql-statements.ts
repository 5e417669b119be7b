const token = new RegExp(
  [
    /--[^\n]*/,
    /\/\*[\s\S]*?\*\//,
    /\b[eE]'(?:[^'\\]|\\[\s\S]|'')*'/,
    /'(?:[^']|'')*'/,
    /"(?:[^"]|"")*"/,
    /\$(?<tag>\w*)\$(?<quoted>[\s\S]*?)\$\k<tag>\$/,
    /;/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
)

/**
 * The statements of a migration, for looking at: in lower case as PostgreSQL folds it, without comments, with empty
 * strings in place of literals, and the statements of dollar-quoted bodies among them.
 */
export function sqlStatements(text: string): string[] {
  const statements: string[] = []
  let statement = ''
  let end = 0
  const finish = () => {
    if (statement.trim() !== '') statements.push(statement.trim())
    statement = ''
  }
  for (const match of text.matchAll(token)) {
    const [found] = match
    statement += text.slice(end, match.index).toLowerCase()
    end = match.index + found.length
    if (found === ';') finish()
    else if (found.startsWith('--') || found.startsWith('/*')) statement += ' '
    else if (found.startsWith('"')) statement += found
    else {
      statement += "''"
      statements.push(...sqlStatements(match.groups?.quoted ?? ''))
    }
  }
  statement += text.slice(end).toLowerCase()
  finish()
  return statements
}

/** Matches a name in {@link sqlStatements}: without quotes where PostgreSQL would take it for itself. */
export function namePattern(name: string): string {
  const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
  const quoted = `"${literal(name.replaceAll('"', '""'))}"`
  return /^[a-z_][a-z0-9_]*$/.test(name) ? `(?:${quoted}|(?<![\\w".])${literal(name)}(?![\\w"]))` : quoted
}
