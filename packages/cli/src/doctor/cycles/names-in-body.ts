import { type Token, tokensOf } from '../../sql-text/tokens.js'

/**
 * The object ids of the relations that the text of a function names behind `from` or `join`, and of the functions that it calls.
 * A name without its schema counts where nothing else has it; SQL that is put together at run time is not seen.
 */
export function namesIn(
  body: string,
  named: readonly { readonly id: string; readonly name: string }[],
): string[] {
  const tokens = [...tokensOf(body)].filter(({ kind }) => kind !== 'space' && kind !== 'comment')
  const found = new Set<string>()
  for (const [i, token] of tokens.entries()) {
    if (!isName(token) || tokens[i - 1]?.text === '.') continue
    const [dot, second] = tokens.slice(i + 1, i + 3)
    const isQualified = dot?.text === '.' && isName(second)
    const name = isQualified ? `${plain(token)}.${plain(second as Token)}` : plain(token)
    const isCalled = tokens[i + (isQualified ? 3 : 1)]?.text === '('
    const before = tokens[i - 1]?.text.toLowerCase()
    if (!isCalled && !['from', 'join', 'only', ','].includes(before ?? '')) continue
    if (!isQualified && isCommonTable(tokens, token)) continue
    const matching = named.filter((each) => (isQualified ? each.name === name : lastPart(each.name) === name))
    if (matching.length === 1 || isQualified) for (const { id } of matching) found.add(id)
  }
  return [...found]
}

function isName(token: Token | undefined): boolean {
  return token?.kind === 'word' || token?.kind === 'name'
}

/** As `quote_ident()` writes it, for all but the rare word that it quotes as a keyword. */
function plain({ kind, text }: Token): string {
  if (kind === 'word') return text.toLowerCase()
  return /^"[a-z_][a-z0-9_]*"$/.test(text) ? text.slice(1, -1) : text
}

function lastPart(name: string): string {
  return /(?:^|\.)((?:"(?:[^"]|"")*")|[^."]+)$/.exec(name)?.[1] ?? name
}

/** `with name as (`, or `with name (columns) as`. */
function isCommonTable(tokens: readonly Token[], { text }: Token): boolean {
  return tokens.some(
    (token, i) =>
      token.text === text &&
      ['with', 'recursive', ','].includes(tokens[i - 1]?.text.toLowerCase() ?? '') &&
      (tokens[i + 1]?.text.toLowerCase() === 'as' || tokens[i + 1]?.text === '('),
  )
}
