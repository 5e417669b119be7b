import type { InstalledVerification, Verification } from '../options/verification.js'
import type { Discrepancy } from '../terminal/discrepancy.js'

/** What is wrong with who verifies the tokens: a switch that was not finished, or not who should. */
export function compareVerification(
  installed: InstalledVerification,
  wanted: Verification | undefined,
): Omit<Discrepancy, 'object'> | undefined {
  if (installed === 'transition') {
    return {
      code: 'switch_unfinished',
      message: 'It is between verification by the application and by the database, and believes both.',
      hint: 'Run "rowauth switch --to … --finish" once all applications work one way.',
    }
  }
  if (wanted === undefined || wanted === installed) return undefined
  return {
    code: 'verification_differs',
    message: `The ${installed} verifies the tokens, not the ${wanted}.`,
    hint: `Run "rowauth switch --to ${wanted}".`,
  }
}
