/** Lints about conditions, in the order in which their fixes build upon each other. */
const conditions: readonly (readonly number[])[] = [
  [305],
  [303],
  [304],
  [],
  [308, 604],
  [301, 302],
  [306],
  [307],
]

/** Groups behind the conditions: tables, ways around policies, verification, roles. */
const groups: readonly number[] = [1, 4, 6, 2]

/**
 * When a fix is to be tried: schema and roles first, because all else names them; then what a condition says, how it
 * is written, and what several become when they are joined; then grants and the like; indexes, for what conditions have
 * become; and last the attributes of a role that may be our own.
 */
export function fixOrder(number: number): number {
  const group = Math.floor(number / 100)
  if (group === 5) return 0
  if (number === 309) return 1 + conditions.length + groups.length
  if (number === 201 || number === 202) return 2 + conditions.length + groups.length
  const place = conditions.findIndex((numbers) => numbers.includes(number))
  if (place >= 0) return 1 + place
  if (group === 3) return 1 + conditions.findIndex((numbers) => numbers.length === 0)
  return 1 + conditions.length + Math.max(groups.indexOf(group), 0)
}
