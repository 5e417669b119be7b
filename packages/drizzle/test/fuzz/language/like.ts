/** Whether a text is like a pattern: `%` for any text, `_` for a character, a backslash before what stands for itself. */
export function like(text: string, pattern: string, insensitive = false): boolean {
  const fold = (given: string) =>
    insensitive ? given.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : given
  return matches([...fold(text)], [...fold(pattern)])
}

function matches(text: readonly string[], pattern: readonly string[]): boolean {
  const [first, ...rest] = pattern
  if (first === undefined) return text.length === 0
  if (first === '%') return text.some((_, at) => matches(text.slice(at), rest)) || matches([], rest)
  if (first === '_') return text.length > 0 && matches(text.slice(1), rest)
  if (first === '\\') return text[0] === rest[0] && matches(text.slice(1), rest.slice(1))
  return text[0] === first && matches(text.slice(1), rest)
}
