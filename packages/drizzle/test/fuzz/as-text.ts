/** A value as text, for comparing, for people, and to be kept. */
export const asText = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? `${each}n` : each))

/** What {@link asText} has written, with its dates and big numbers. */
export function revived(value: unknown): unknown {
  if (typeof value === 'string') return revivedText(value)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  if (Array.isArray(value)) return value.map(revived)
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, revived(each)]))
}

function revivedText(text: string): unknown {
  if (/^-?\d+n$/.test(text)) return BigInt(text.slice(0, -1))
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? new Date(text) : text
}
