import { type Token, tokensOf } from '../../sql-text/tokens.js'

/** A statement of a migration. */
export interface Statement {
  readonly tokens: readonly Token[]
  /** It stands in the body of a DO block: with the others there it is one statement to the server. */
  readonly inBlock: boolean
  /** The codes of findings that comments in front of it, or in it, say are meant. */
  readonly ignored: ReadonlySet<string>
}

/** Codes with commas between them. What follows says why, and may name others. */
const ignoring = /^--\s*rowauth:\s*ignore\s+([a-z]+_[a-z_]+(?:\s*,\s*[a-z]+_[a-z_]+)*)/

/** The statements of a migration, those of DO blocks in their places. */
export function statementsOf(text: string): Statement[] {
  const statements: Statement[] = []
  let tokens: Token[] = []
  const finish = () => {
    const ignored = new Set(
      tokens.flatMap(({ kind, text: comment }) => (kind === 'comment' ? ignoredBy(comment) : [])),
    )
    const words = significant(tokens)
    const block =
      words[0]?.text.toLowerCase() === 'do'
        ? words.find(({ dollarQuoted }) => dollarQuoted !== undefined)
        : undefined
    if (block?.dollarQuoted !== undefined) {
      for (const inner of statementsOf(block.dollarQuoted)) {
        statements.push({ ...inner, inBlock: true, ignored: new Set([...ignored, ...inner.ignored]) })
      }
    } else if (words.length > 0) {
      statements.push({ tokens, inBlock: false, ignored })
    }
    tokens = []
  }
  // A comment in the line of the statement before is not about the next one.
  let isBehind = false
  for (const token of tokensOf(text)) {
    if (token.text === ';' || token.text.startsWith('--> statement-breakpoint')) {
      finish()
      isBehind = true
    } else if (!isBehind || token.kind !== 'comment') {
      tokens.push(token)
      if (token.kind !== 'space' || /[\r\n]/.test(token.text)) isBehind = false
    }
  }
  finish()
  return statements
}

/** Tokens without white space and comments. */
export function significant(tokens: readonly Token[]): Token[] {
  return tokens.filter(({ kind }) => kind !== 'space' && kind !== 'comment')
}

/** SQL as its tokens, one space between them: the same for texts that differ in layout and comments alone. */
export function normalized(text: string): string {
  return significant([...tokensOf(text)])
    .map(({ text: found }) => found)
    .join(' ')
}

function ignoredBy(comment: string): string[] {
  const [, codes = ''] = ignoring.exec(comment) ?? []
  return codes.split(/[\s,]+/)
}
