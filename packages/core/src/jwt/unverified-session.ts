import { AuthError } from '../errors/auth-error.js'
import { type AuthSession, createUnverifiedSession } from '../session/auth-session.js'
import { decodeToken, tooLarge } from './decode-token.js'

const maxTokenBytes = 16_384

/**
 * A session of a token that is verified where it is sent. Its form is checked all the same: what is no token
 * must not travel in a header.
 *
 * @throws {AuthError} `token_missing`, `token_too_large`, `token_malformed`, `token_claims_invalid`
 */
export function unverifiedSession(token: string): AuthSession {
  if (token === '')
    throw new AuthError('token_missing', 'There is no token: the string is empty. A visitor is null.')
  if (token.length > maxTokenBytes) throw tooLarge()
  return createUnverifiedSession(token, decodeToken(token).payload().claims)
}
