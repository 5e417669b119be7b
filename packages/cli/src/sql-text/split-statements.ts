import { tokensOf } from './tokens.js'

/** A statement as it was written, and the comments in front of it. */
export interface Statement {
  /** With its semicolon, without comments in front. */
  readonly text: string
  /** Lines, each with its `--`. */
  readonly comments: readonly string[]
}

/** Divides a script into its statements; bodies in the form `begin atomic` stay whole. Comments behind the last statement are lost. */
export function splitStatements(script: string): Statement[] {
  const statements: Statement[] = []
  let comments: string[] = []
  let text = ''
  let open = 0
  let before = ''
  for (const { kind, text: found } of tokensOf(script)) {
    if (text === '' && kind === 'space') continue
    if (text === '' && kind === 'comment') {
      comments.push(found)
      continue
    }
    text += found
    if (kind === 'space' || kind === 'comment') continue
    const word = found.toLowerCase()
    if (word === 'atomic' && before === 'begin') open = 1
    else if (open > 0 && word === 'case') open += 1
    else if (open > 0 && word === 'end') open -= 1
    before = word
    if (found === ';' && open === 0) {
      statements.push({ text: text.trim(), comments })
      text = ''
      comments = []
    }
  }
  if (text.trim() !== '') statements.push({ text: `${text.trim()};`, comments })
  return statements
}
