import type { Finding } from '../finding.js'
import { levels } from './levels.js'

/** From which level on a finding makes the command fail. */
export const failureLevels = ['error', 'warning', 'info', 'never'] as const
export type FailOn = (typeof failureLevels)[number]

/** Whether one of the findings is of the level, or a worse one. */
export function fails(findings: readonly Finding[], failOn: FailOn): boolean {
  if (failOn === 'never') return false
  return findings.some(({ level }) => levels.indexOf(level) <= levels.indexOf(failOn))
}
