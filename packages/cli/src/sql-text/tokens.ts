/** A piece of SQL text as PostgreSQL's scanner divides it (manual, section 4.1), with its white space. */
export interface Token {
  /** `string` is a literal of any form, `name` one in quotes, `word` one without or a keyword. */
  readonly kind: 'space' | 'comment' | 'string' | 'name' | 'word' | 'symbol'
  readonly text: string
  /** What stands between the marks of a dollar-quoted string. */
  readonly dollarQuoted?: string
}

/** A `symbol` is `::` or any one character, the beginning of what is never closed among them. */
const token = new RegExp(
  [
    /(?<space>\s+)/,
    /(?<comment>--[^\r\n]*)/,
    /(?<string>[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|\$(?<tag>(?:[\p{L}_][\p{L}\p{N}_]*)?)\$(?<dollarQuoted>[\s\S]*?)\$\k<tag>\$)/u,
    /(?<name>"(?:[^"]|"")*")/,
    /(?<word>[\p{L}_][\p{L}\p{N}_$]*)/u,
    /(?<symbol>::|[\s\S])/u,
  ]
    .map(({ source }) => source)
    .join('|'),
  'uy',
)

const kinds = ['space', 'comment', 'string', 'name', 'word', 'symbol'] as const

/** Divides SQL text into its tokens, which joined are the text again. */
export function* tokensOf(sql: string): Generator<Token> {
  let at = 0
  while (at < sql.length) {
    const next = blockComment(sql, at) ?? match(sql, at)
    at += next.text.length
    yield next
  }
}

function match(sql: string, at: number): Token {
  token.lastIndex = at
  const { groups = {}, 0: text } = token.exec(sql) as RegExpExecArray
  const kind = kinds.find((each) => groups[each] !== undefined) ?? 'symbol'
  const { dollarQuoted } = groups
  return dollarQuoted === undefined ? { kind, text } : { kind, text, dollarQuoted }
}

/** Comments of this form nest. */
function blockComment(sql: string, from: number): Token | undefined {
  if (!sql.startsWith('/*', from)) return undefined
  const mark = /\/\*|\*\//g
  mark.lastIndex = from
  let depth = 0
  for (let found = mark.exec(sql); found !== null; found = mark.exec(sql)) {
    depth += found[0] === '/*' ? 1 : -1
    if (depth === 0) return { kind: 'comment', text: sql.slice(from, mark.lastIndex) }
  }
  return { kind: 'comment', text: sql.slice(from) }
}
