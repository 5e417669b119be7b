import { AuthError } from '@rowauth/core'

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

function refuseCopy(): never {
  throw new AuthError('unsupported', 'The query of an authenticated session cannot be copied.')
}
