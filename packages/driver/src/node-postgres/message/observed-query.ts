import { AuthError } from '@rowauth/core'
import type { MessageStep } from './record-steps.js'

/**
 * Stands where a query has its parameters, for what copies a query object instead of handing it on: pg refuses to
 * send a query whose values are no array, and reading these throws.
 */
export const noValues: object = Object.freeze(
  Object.create(null, {
    length: { get: refuseCopy },
    [Symbol.iterator]: { get: refuseCopy },
  }),
)

export function copied(): AuthError {
  return new AuthError('unsupported', 'The query of an authenticated session cannot be copied.')
}

function refuseCopy(): never {
  throw copied()
}

/** What instrumentations are shown: the user's SQL, or else what ends the message. */
export function shownText(steps: readonly MessageStep[]): string {
  const own = steps.filter(({ kind }) => kind === 'statement')
  return (own.length > 0 ? own : steps.slice(-1)).map(({ text }) => text).join(';\n')
}
