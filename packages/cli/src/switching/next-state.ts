import { CliError } from '../cli-error.js'
import type { InstalledVerification, Verification } from '../options/verification.js'

/**
 * Which state a call of `rowauth switch` leads to; the present one when it has nothing to do.
 *
 * @param finish - whether the second step was asked for
 * @throws {CliError} `usage` for the second step before the first: applications of the old kind would fail
 */
export function nextState(
  installed: InstalledVerification,
  to: Verification,
  finish: boolean,
): InstalledVerification {
  if (installed === to) return to
  if (installed === 'transition') return finish ? to : 'transition'
  if (!finish) return 'transition'
  throw new CliError('usage', 'There is no switch to be finished: the first step was not done.', {
    hint: `Run "rowauth switch --to ${to}" without --finish, then deploy the applications.`,
  })
}
