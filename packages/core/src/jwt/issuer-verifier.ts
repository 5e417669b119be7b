import { compactVerify } from 'jose'
import { AuthError } from '../errors/auth-error.js'
import { keyNotFound } from '../jwks/key-source.js'
import type { SignatureAlgorithm } from '../keys/algorithms.js'
import type { VerificationKey } from '../keys/verification-key.js'
import { type AuthSession, createSession } from '../session/auth-session.js'
import { checkClaims, checkIssuer } from './check-claims.js'
import { checkHeader } from './check-header.js'
import { type DecodedToken, tooLarge } from './decode-token.js'
import type { TokenRules } from './token-rules.js'
import { VerifiedTokens } from './verified-tokens.js'

/** Verifies tokens by one set of rules. */
export class IssuerVerifier {
  readonly rules: TokenRules
  readonly #verified: VerifiedTokens

  constructor(rules: TokenRules) {
    this.rules = rules
    this.#verified = new VerifiedTokens(rules.cacheSize, rules.keys)
  }

  /** The session of a token that was verified before and would be again. */
  recall(token: string): AuthSession | undefined {
    return this.#verified.get(token)
  }

  /** What costs nothing comes first, and the network last. */
  async verify(token: string, decoded: DecodedToken): Promise<AuthSession> {
    const { rules } = this
    if (token.length > rules.maxTokenBytes) throw tooLarge()
    const { algorithm, kid } = checkHeader(decoded, rules.algorithms)
    checkIssuer(decoded.payload, rules.issuers)
    const key = await rules.keys.find(algorithm, kid)
    await checkSignature(token, key, algorithm)
    checkClaims(decoded.payload, rules)
    const { clockTolerance } = rules
    const session = createSession({ claims: decoded.payload, token, clockTolerance })
    const usableUntil = (session.expiresAt ?? Number.POSITIVE_INFINITY) + clockTolerance
    this.#verified.add(token, { session, key, usableUntil })
    return session
  }
}

async function checkSignature(
  token: string,
  key: VerificationKey,
  algorithm: SignatureAlgorithm,
): Promise<void> {
  const publicKey = await key.import(algorithm).catch(() => {
    // Key material that is no key at all.
    throw keyNotFound()
  })
  try {
    await compactVerify(token, publicKey, { algorithms: [algorithm] })
  } catch {
    // No cause: the errors of jose may carry parts of the token.
    throw new AuthError('token_signature_invalid', 'The signature of the token does not match its content.')
  }
}
