/** Text of others as it may be printed: nothing in it reaches the terminal as a control character. */
export function printable(value: unknown): string {
  if (value === undefined || value === null) return 'none'
  const text = typeof value === 'string' && /^[\w.:/+=-]+$/.test(value) ? value : JSON.stringify(value)
  return withoutControls(text)
}

/** A sentence of others, the same way. */
export function withoutControls(text: string): string {
  return text.replace(
    /[^\x20-\x7e\u00a1-\u02ff]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  )
}

/** Names and SQL of a database, in any language: characters that steer a terminal or hide others are written out. */
export function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  )
}
