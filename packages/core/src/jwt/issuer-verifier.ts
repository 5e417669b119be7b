import { compactVerify } from 'jose'
import { AuthError } from '../errors/auth-error.js'
import { keyNotFound } from '../jwks/key-source.js'
import type { SignatureAlgorithm } from '../keys/algorithms.js'
import type { VerificationKey } from '../keys/verification-key.js'
import { type AuthSession, createSession } from '../session/auth-session.js'
import { checkClaims } from './check-claims.js'
import { checkHeader } from './check-header.js'
import { type DecodedToken, tooLarge } from './decode-token.js'
import { admitsIssuer, issuerMismatch } from './issuer-rule.js'
import type { TokenRules } from './token-rules.js'
import { VerifiedTokens } from './verified-tokens.js'

/** Verifies tokens by one set of rules. */
export class IssuerVerifier {
  readonly rules: TokenRules
  readonly #verified: VerifiedTokens

  constructor(rules: TokenRules) {
    this.rules = rules
    this.#verified = new VerifiedTokens(rules.cacheSize)
  }

  /** The session of a token that was verified before and would be again. */
  recall(token: string): AuthSession | undefined {
    return this.#verified.get(token)
  }

  /** Verifies a token of any issuer. */
  async verify(token: string, decoded: DecodedToken): Promise<AuthSession> {
    return this.#verify(token, decoded, false)
  }

  /** Verifies a token whose issuer was found to be accepted by these rules. */
  async verifyChosen(token: string, decoded: DecodedToken): Promise<AuthSession> {
    return this.#verify(token, decoded, true)
  }

  /** What costs nothing comes first, and the network last. */
  async #verify(token: string, decoded: DecodedToken, isChosen: boolean): Promise<AuthSession> {
    const { rules } = this
    if (token.length > rules.maxTokenBytes) throw tooLarge()
    const { algorithm, kid } = checkHeader(decoded, rules.algorithms)
    const { claims } = decoded.payload
    if (!isChosen && rules.issuer !== undefined && !admitsIssuer(rules.issuer, claims)) {
      throw issuerMismatch()
    }
    const keys = rules.keysOf(claims.iss)
    const key = await keys.find(algorithm, kid)
    await checkSignature(token, key, algorithm)
    checkClaims(claims, rules)
    const { clockTolerance } = rules
    const session = createSession(decoded.payload, { token, clockTolerance })
    const usableUntil = (session.expiresAt ?? Number.POSITIVE_INFINITY) + clockTolerance
    this.#verified.add(token, { session, key, keys, usableUntil })
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
