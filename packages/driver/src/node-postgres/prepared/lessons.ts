import type { MessageFailure } from '../message/message-options.js'
import { isServerError } from '../pg-types.js'
import type { CatalogWatch } from './catalog-watch.js'
import { isCircumstance } from './circumstances.js'
import type { Naming } from './naming.js'
import type { PreparedStatements } from './prepared-statements.js'

/** How long a pooler that loses prepared statements is remembered, in milliseconds. */
const poolerTime = 60_000

/** Classes of SQLSTATEs that a statement gets when what it names is another thing now, or gone. */
const aboutCatalog = new Set(['0A', '3F', '42', 'XX'])

/**
 * Takes in what a failed message says about prepared statements.
 *
 * @returns true when nothing of the user's has run that is not rolled back, and it would fare better now
 */
export function learnFrom(
  { error, step, unbound }: MessageFailure,
  prepared: PreparedStatements,
  naming: Naming,
  watch: CatalogWatch,
): boolean {
  if (!isServerError(error)) return false
  const { code = '' } = error
  if (step?.kind === 'watch') {
    // A cancel or a time limit met it in the place of the statement behind.
    if (isCircumstance(error)) return false
    if (watch.failed(step, code)) naming.catalogChanged()
    return true
  }
  if (unbound === undefined) return false
  const { name, ours, reused } = unbound
  // The server has lost what we had parsed, or has what we had not: there is a pooler in between.
  if (code === (reused ? '26000' : '42P05')) {
    prepared.forget(name)
    if (ours) {
      prepared.forgetOurs()
      naming.pause(poolerTime)
    }
    return true
  }
  // A statement that is parsed anew may do better: what it rests on was replaced. Denied permission is no such case.
  if (!reused || code === '42501' || isCircumstance(error)) return false
  prepared.forget(name)
  if (aboutCatalog.has(code.slice(0, 2))) naming.catalogChanged()
  return true
}
