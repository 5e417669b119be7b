import { AuthError } from '../errors/auth-error.js'

export function tooLarge(): AuthError {
  return new AuthError('token_too_large', 'The token is longer than `maxTokenBytes`.')
}
