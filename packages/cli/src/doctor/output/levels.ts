import type { Finding } from '../finding.js'
import type { Level } from '../lint.js'

/** The worst first. */
export const levels: readonly Level[] = ['error', 'warning', 'info']

/** How many findings there are of each level. */
export function countOf(findings: readonly Finding[]): Record<Level, number> {
  const count = { error: 0, warning: 0, info: 0 }
  for (const { level } of findings) count[level] += 1
  return count
}

/** The worst first, and otherwise as they were. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((one, other) => levels.indexOf(one.level) - levels.indexOf(other.level))
}
