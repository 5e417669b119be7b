const longest = 60

/** A text of somebody else's for a message, in quotes: cut, and without what a terminal or a log would obey. */
export function printable(text: string): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text
  return `"${cut.replace(/[^\x20-\x7e…]|["\\]/g, '?')}"`
}
