import { CliError } from '../cli-error.js'
import type { InstalledVerification } from '../options/verification.js'

/**
 * Refuses to install over a schema whose tokens somebody else verifies: its applications would fail at once.
 *
 * @throws {CliError} `verification_differs`
 */
export function assertVerification(
  installed: { readonly verification: InstalledVerification },
  wanted: InstalledVerification,
): void {
  const { verification } = installed
  if (verification === wanted) return
  const what =
    verification === 'transition'
      ? 'The auth schema of the database is being switched'
      : `In this database the ${verification} verifies the tokens`
  throw new CliError('verification_differs', `${what}, and this is for verification by the ${wanted}.`, {
    hint: `Leave out --verification, or run "rowauth switch --to ${wanted}" first.`,
  })
}
