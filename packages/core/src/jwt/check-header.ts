import { AuthError } from '../errors/auth-error.js'
import type { WantedKey } from '../jwks/key-source.js'
import { canonicalAlgorithm, isSignatureAlgorithm } from '../keys/algorithms.js'
import { printable } from '../printable.js'
import { type DecodedToken, malformed } from './decode-token.js'
import type { TokenRules } from './rules/token-rules.js'
import { tokenType } from './rules/token-types.js'

/**
 * Extensions that would have to be understood (RFC 7515, 4.1.11; RFC 7797). Keys that a token brings along or points to
 * (`jwk`, `jku`, `x5c`, `x5u`; RFC 7515, 4.1.2 to 4.1.6) are not among them: nothing reads those, as a token must not
 * choose the key that it is checked with.
 */
const refused = ['crit', 'b64']

/**
 * Checks the header before any key is looked for.
 *
 * @throws {AuthError} `token_algorithm_not_allowed`; `token_malformed`; `token_claims_invalid` for a token that is not
 *   for sessions
 */
export function checkHeader(
  { header, isSigned }: DecodedToken,
  { algorithms, types }: Pick<TokenRules, 'algorithms' | 'types'>,
): WantedKey {
  const { alg, kid, typ } = header
  if (typeof alg !== 'string') throw malformed()
  if (!isSignatureAlgorithm(alg) || !algorithms.has(canonicalAlgorithm(alg))) {
    throw algorithmNotAllowed(alg, kid, algorithms)
  }
  if (!isSigned || refused.some((name) => Object.hasOwn(header, name))) throw malformed()
  if (kid !== undefined && typeof kid !== 'string') throw malformed()
  if (typ !== undefined && typeof typ !== 'string') throw malformed()
  if (!types.has(tokenType(typ))) {
    // RFC 8725, 3.11: a logout token, say, is signed by the same key.
    throw new AuthError(
      'token_claims_invalid',
      'The header of the token says by its "typ" that it is of another kind than is accepted here. The option `types` ' +
        'names the accepted ones.',
    )
  }
  return { algorithm: alg, kid }
}

function algorithmNotAllowed(alg: string, kid: unknown, allowed: ReadonlySet<string>): AuthError {
  const id = typeof kid === 'string' ? ` (key id ${printable(kid)})` : ''
  const remedy = /^(?:HS\d+|none)$/i.test(alg)
    ? 'Have the issuer sign with asymmetric keys (ES256, RS256 or EdDSA). Tokens with a shared secret or without a ' +
      'signature, as emulators and local stacks make them, are never accepted.'
    : `Accepted are ${[...allowed].join(', ')}: see the option \`algorithms\`.`
  return new AuthError(
    'token_algorithm_not_allowed',
    `The signature algorithm of the token is ${printable(alg)}${id}. ${remedy}`,
  )
}
