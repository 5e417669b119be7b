import { AuthError } from '@rowauth/core'
import type { TransactionOptions } from '../auth-driver.js'
import { beginText } from '../sql/begin-text.js'
import type { NeonTransactionOptions } from './neon-types.js'

const isolationLevels = {
  'read uncommitted': 'ReadUncommitted',
  'read committed': 'ReadCommitted',
  'repeatable read': 'RepeatableRead',
  serializable: 'Serializable',
} as const

/**
 * @throws {TypeError} for options that are none
 * @throws {AuthError} `unsupported` for `read write` and `not deferrable`: the endpoint can only be told the
 *   opposite, and their absence means the default of the database
 */
export function neonTransactionOptions(
  options: TransactionOptions = {},
): Omit<NeonTransactionOptions, 'fullResults'> {
  beginText(options)
  const { isolationLevel, accessMode, deferrable, snapshot } = options
  if (snapshot !== undefined) {
    throw new AuthError('unsupported', 'Over HTTP a transaction cannot take over a snapshot.')
  }
  if (accessMode === 'read write' || deferrable === false) {
    throw new AuthError(
      'unsupported',
      'Over HTTP a transaction can be made "read only" and deferrable, but not the opposite. Leave the option out.',
    )
  }
  return {
    ...(isolationLevel === undefined ? {} : { isolationLevel: isolationLevels[isolationLevel] }),
    ...(accessMode === undefined ? {} : { readOnly: true }),
    ...(deferrable === undefined ? {} : { deferrable: true }),
  }
}
