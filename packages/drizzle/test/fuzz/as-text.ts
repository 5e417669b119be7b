/** A value as text, for comparing, for people, and to be kept. */
export const asText = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? `${each}n` : each))

/** What {@link asText} has written. */
export function fromText(text: string): unknown {
  return JSON.parse(text, (_, each: unknown) =>
    typeof each === 'string' && /^-?\d+n$/.test(each) ? BigInt(each.slice(0, -1)) : each,
  )
}
