import { AuthError } from '../errors/auth-error.js'
import type { AuthSession } from '../session/auth-session.js'
import { issuerChoice } from './choose-issuer.js'
import { decodeToken, tooLarge } from './decode-token.js'
import { IssuerVerifier } from './issuer-verifier.js'
import { readRules, type TokenRules } from './rules/token-rules.js'
import type { VerifierOptions } from './verifier-options.js'

/** Verifies tokens; made by `createVerifier`. Keep one for the life of the process: it holds the keys. */
export interface Verifier {
  /**
   * Verifies a signed JWT (RFC 7519) and makes a session of it. The same token gives the same frozen session
   * as long as it is remembered. The functions `issuer`, `jwks` and `check` are asked each time.
   *
   * @param token - the token as the standard writes it: no `Bearer `, no white space, no padding
   * @throws {AuthError} `token_missing` for an empty string; `token_too_large`, `token_malformed`,
   *   `token_algorithm_not_allowed`, `token_issuer_mismatch`, `token_key_not_found`, `jwks_unavailable`,
   *   `token_signature_invalid`, `token_audience_mismatch`, `token_claims_invalid`, `token_expired`,
   *   `token_not_active`
   * @throws {TypeError} for anything but a string; when a function of the options is async, or gives no address for keys
   * @throws what a function of the options throws
   */
  verify(token: string): Promise<AuthSession>
}

/**
 * Makes a verifier of signed JWTs: asymmetric algorithms, keys of a JWKS, RFC 7519 claims, RFC 8725 practice.
 *
 * A JWKS behind a URL is fetched when the first token comes, refreshed in the background every 10 minutes (or
 * `refreshInterval`), and once more for a key that is not known: at most every 5 seconds for all such keys, and every 30
 * seconds for each. While the endpoint fails, known keys serve for up to an hour after the last success; without keys, attempts back off from 1 to 30
 * seconds and tokens are refused with `jwks_unavailable` meanwhile.
 *
 * @param options - what to expect of the tokens; an array for several issuers, of which the unverified `iss`
 *   of a token chooses the one whose keys and rules it is then checked with
 * @throws {TypeError} for options that cannot be meant: an empty issuer or audience, a JWKS address that is
 *   neither https nor http of an allowed host, HMAC or `none` among the algorithms, several issuers that are not
 *   distinct, a name that no option has
 *
 * @example
 * const verifier = createVerifier({ jwks: 'https://issuer.example/jwks.json', issuer: 'https://issuer.example' })
 * const session = await verifier.verify(token)
 */
export function createVerifier(options: VerifierOptions | readonly VerifierOptions[]): Verifier {
  return verifierBy(options, readRules)
}

/** A verifier by rules that are read in another way: neon-local's are those of Neon. */
export function verifierBy(
  options: VerifierOptions | readonly VerifierOptions[],
  read: (options: VerifierOptions) => TokenRules,
): Verifier {
  const isOne = !isList(options)
  const all = (isOne ? [options] : options).map((entry) => new IssuerVerifier(read(entry)))
  const [first] = all
  if (first === undefined) throw new TypeError('createVerifier() needs at least one issuer.')
  const choose = isOne ? undefined : issuerChoice(all)
  const maxTokenBytes = Math.max(...all.map((issuer) => issuer.rules.maxTokenBytes))
  return Object.freeze({
    async verify(token: string): Promise<AuthSession> {
      if (typeof token !== 'string') throw new TypeError('verify() takes a token as a string.')
      if (token === '')
        throw new AuthError('token_missing', 'There is no token: the string is empty. A visitor is null.')
      if (token.length > maxTokenBytes) throw tooLarge()
      for (const issuer of all) {
        const known = issuer.recall(token)
        if (known === undefined) continue
        const isChosen = choose !== undefined
        // A function may choose another issuer now, or none.
        if (isChosen && choose(known.claims.iss, () => known.claims) !== issuer) continue
        const session = issuer.reaffirm(known, isChosen)
        if (session !== undefined) return session
      }
      const decoded = decodeToken(token)
      return choose === undefined
        ? first.verify(token, decoded, false)
        : choose(decoded.named.iss, () => decoded.payload().claims).verify(token, decoded, true)
    },
  })
}

function isList(
  options: VerifierOptions | readonly VerifierOptions[],
): options is readonly VerifierOptions[] {
  return Array.isArray(options)
}
