/** A value as text, for comparing, for people, and to be kept. */
export const asText = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? `${each}n` : each))

function revived(text: string): unknown {
  if (/^-?\d+n$/.test(text)) return BigInt(text.slice(0, -1))
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? new Date(text) : text
}

/** What {@link asText} has written. */
export function fromText(text: string): unknown {
  return JSON.parse(text, (_, each: unknown) => (typeof each === 'string' ? revived(each) : each))
}
