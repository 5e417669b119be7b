import { tokensOf } from './tokens.js'

/** A piece of an SQL expression: a token, or what stands in parentheses. */
export type Part = string | Group

/** What stands in a pair of parentheses. */
export class Group {
  readonly parts: readonly Part[]

  constructor(parts: readonly Part[]) {
    this.parts = parts
  }
}

/** Takes an expression apart as `pg_get_expr()` prints it with `standard_conforming_strings`. */
export function partsOf(text: string): Part[] {
  const outer: Part[][] = []
  let parts: Part[] = []
  for (const { text: word } of tokensOf(text)) {
    if (word === '(') {
      outer.push(parts)
      parts = []
    } else if (word === ')') {
      const group = new Group(parts)
      parts = outer.pop() ?? []
      parts.push(group)
    } else {
      parts.push(word)
    }
  }
  return parts
}

/** The text of the parts, as it was. */
export function textOf(parts: readonly Part[]): string {
  return parts.map((part) => (part instanceof Group ? `(${textOf(part.parts)})` : part)).join('')
}

/** Whether a part is a name, quoted or not. Keywords count. */
export function isName(part: Part | undefined): part is string {
  return typeof part === 'string' && /^["\p{L}_]/u.test(part)
}

/** Whether a part is white space. */
export function isBlank(part: Part | undefined): boolean {
  return typeof part === 'string' && /^\s/.test(part)
}
