const token =
  /\s+|"(?:[^"]|"")*"|'(?:[^'\\]|'')*'|\$[0-9]+|[a-z_\u0080-\uffff][\w$\u0080-\uffff]*|[0-9.]+|::|[-+*/<>=~!@#%^&|`?]+|[(),.;[\]:]/iy

/**
 * The tokens of a statement, words in lower case.
 *
 * @returns undefined for comments, escapes, dollar quotes and whatever else is not read here
 */
export function tokensOf(text: string): string[] | undefined {
  const tokens: string[] = []
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const found = token.exec(text)?.[0]
    if (found === undefined) return undefined
    const quoted = found.startsWith('"') || found.startsWith("'")
    if (!quoted && /--|\/\*/.test(found)) return undefined
    if (found.trim() !== '') tokens.push(quoted ? found : found.toLowerCase())
  }
  return tokens
}
