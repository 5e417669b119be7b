const blank = /[\s;]*/y
const letters = /[a-z_]{1,32}/iy

/** Where a match that begins at `from` ends. */
function endOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from
  return pattern.test(text) ? pattern.lastIndex : from
}

/**
 * White space and comments, which may nest (PostgreSQL manual, section 4.1.5), and semicolons: the server drops
 * empty statements, so that `; commit` is a COMMIT to it.
 */
function skipBlank(text: string, from: number): number {
  let at = from
  for (;;) {
    at = endOf(blank, text, at)
    if (text.startsWith('--', at)) {
      const end = text.slice(at).search(/[\r\n]/)
      at = end === -1 ? text.length : at + end
    } else if (text.startsWith('/*', at)) {
      let depth = 1
      at += 2
      while (depth > 0 && at < text.length) {
        if (text.startsWith('/*', at)) depth += 1
        else if (text.startsWith('*/', at)) depth -= 1
        else {
          at += 1
          continue
        }
        at += 2
      }
    } else return at
  }
}

/** The first words of a statement, in lower case. */
export function leadingWords(text: string, count: number): string[] {
  const words: string[] = []
  let at = 0
  while (words.length < count) {
    at = skipBlank(text, at)
    const end = endOf(letters, text, at)
    if (end === at) break
    words.push(text.slice(at, end).toLowerCase())
    at = end
  }
  return words
}
