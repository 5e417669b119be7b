import { AuthError } from '../errors/auth-error.js'
import { canonicalAlgorithm, isSignatureAlgorithm, type SignatureAlgorithm } from '../keys/algorithms.js'
import { type DecodedToken, malformed } from './decode-token.js'

/**
 * Extensions that would have to be understood (RFC 7515, 4.1.11; RFC 7797), and keys that a token brings along
 * or points to (RFC 7515, 4.1.2 to 4.1.6): a token must not choose the key that it is checked with.
 */
const refused = ['crit', 'b64', 'jwk', 'jku', 'x5u', 'x5c']

/**
 * Checks the header before any key is looked for.
 *
 * @throws {AuthError} `token_algorithm_not_allowed`; `token_malformed`
 */
export function checkHeader(
  { header, isSigned }: DecodedToken,
  allowed: ReadonlySet<string>,
): { algorithm: SignatureAlgorithm; kid: string | undefined } {
  const { alg, kid, typ } = header
  if (typeof alg !== 'string') throw malformed()
  if (!isSignatureAlgorithm(alg) || !allowed.has(canonicalAlgorithm(alg))) {
    throw new AuthError(
      'token_algorithm_not_allowed',
      'The signature algorithm of the token is not among the allowed ones.',
    )
  }
  if (!isSigned || refused.some((name) => Object.hasOwn(header, name))) throw malformed()
  if (kid !== undefined && typeof kid !== 'string') throw malformed()
  if (typ !== undefined && typeof typ !== 'string') throw malformed()
  return { algorithm: alg, kid }
}
