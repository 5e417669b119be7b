import { isServerError } from '../pg-types.js'

/**
 * Classes of SQLSTATEs that say nothing about a statement (PostgreSQL manual, appendix A): of a transaction's state, of
 * its end, of resources, locks, operators, and the system.
 */
const circumstances = new Set(['25', '40', '53', '55', '57', '58'])

/** Whether an error of the server's came of the circumstances: parsing the statement anew would change nothing. */
export function isCircumstance(error: unknown): boolean {
  return isServerError(error) && circumstances.has((error.code ?? '').slice(0, 2))
}
