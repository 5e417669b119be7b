import type { TokenCheck } from '../auth/token-check.js'
import type { ConnectionTarget } from './connection-string.js'
import { Failure } from './failure.js'

/** How a request says who it is. */
export type Credentials =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'password'; readonly password: string }

const missing = (what: string) => new Failure(400, `missing authentication credentials: ${what}`)
const tokenMissing = () => missing('required authorization bearer token in JWT format')
const passwordMissing = () => missing('required password')

/**
 * Takes a token from the `Authorization` header, and the password of the connection string where there is no
 * such header.
 *
 * @throws {Failure} 400
 */
export function readCredentials(
  authorization: string | undefined,
  { user, password }: ConnectionTarget,
  tokens: TokenCheck,
): Credentials {
  if (authorization === undefined) {
    if (password !== undefined) return { kind: 'password', password }
    throw tokens.accepts(user) ? tokenMissing() : passwordMissing()
  }
  if (!tokens.hasProviders) throw passwordMissing()
  if (!/^[\t\x20-\x7e]*$/.test(authorization)) throw new Failure(400, 'invalid header: authorization')
  // As Neon has it, although the scheme is case-insensitive elsewhere (RFC 9110, section 11.1).
  if (!authorization.startsWith('Bearer ')) throw tokenMissing()
  return { kind: 'token', token: authorization.slice('Bearer '.length) }
}
