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
 * @param passwordUser - the only user who may log in with a password; undefined: nobody
 * @throws {Failure} 400
 */
export function readCredentials(
  authorization: string | undefined,
  { user, password }: ConnectionTarget,
  tokens: TokenCheck,
  passwordUser: string | undefined,
): Credentials {
  if (authorization === undefined) {
    if (password === undefined) throw tokens.accepts(user) ? tokenMissing() : passwordMissing()
    if (passwordUser === undefined) {
      throw new Failure(400, 'Logins with a password are off. `passwordLogin` allows them.')
    }
    if (user !== passwordUser) {
      throw new Failure(400, 'Only the user whom the endpoint logs in as can log in with a password.')
    }
    return { kind: 'password', password }
  }
  if (!tokens.hasProviders) throw passwordMissing()
  if (!/^[\t\x20-\x7e]*$/.test(authorization)) throw new Failure(400, 'invalid header: authorization')
  // As Neon has it, although the scheme is case-insensitive elsewhere (RFC 9110, section 11.1).
  if (!authorization.startsWith('Bearer ')) throw tokenMissing()
  return { kind: 'token', token: authorization.slice('Bearer '.length) }
}
