import { AuthError } from '../errors/auth-error.js'
import { printable } from '../printable.js'
import type { WantedKey } from './key-source.js'

const checkAddress = 'Check that the JWKS address belongs to the issuer of the token.'

/** @param isKnownId - does a key have the id of the token, only not for its algorithm? */
export function keyNotFound({ algorithm, kid }: WantedKey, isKnownId: boolean): AuthError {
  if (kid === undefined) {
    return refusal(
      `The token has no key id, and the JWKS has no key for its algorithm ${algorithm}. ${checkAddress}`,
    )
  }
  return isKnownId
    ? refusal(
        `The key ${printable(kid)} of the JWKS is not one for ${algorithm}, the algorithm of the token.`,
      )
    : refusal(`The JWKS has no key with the id ${printable(kid)} of the token. ${checkAddress}`)
}

/** @param count - how many keys suit the algorithm of a token without a key id */
export function tooManyKeys({ algorithm }: WantedKey, count: number, most: number): AuthError {
  return refusal(
    `The token has no key id, and ${count} keys of the JWKS are for its algorithm ${algorithm}: more than the ${most} ` +
      'that are tried. Have the issuer name the key in the header ("kid").',
  )
}

/** Key material that is no key at all. */
export function keyUnusable(): AuthError {
  return refusal('The key of the JWKS that the token names is malformed.')
}

/** @param tried - how many keys were tried */
export function notSigned({ algorithm, kid }: WantedKey, tried: number): AuthError {
  const message =
    tried === 1
      ? 'The signature of the token does not match its content.'
      : kid === undefined
        ? `The token has no key id, and none of the ${tried} keys for ${algorithm} in the JWKS has signed it.`
        : `The JWKS has ${tried} keys with the id ${printable(kid)} that were tried, and none of them has signed the token.`
  return new AuthError('token_signature_invalid', message)
}

function refusal(message: string): AuthError {
  return new AuthError('token_key_not_found', message)
}
