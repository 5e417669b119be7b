import { compactVerify } from 'jose'
import { AuthError } from '../errors/auth-error.js'
import { keyUnusable, notSigned } from '../jwks/key-refusals.js'
import type { WantedKey } from '../jwks/key-source.js'
import type { VerificationKey } from '../keys/verification-key.js'
import { refusePromise } from '../refuse-promise.js'
import { type AuthSession, createSession } from '../session/auth-session.js'
import { type Claims, serializeClaims } from '../session/claims.js'
import type { ClaimsText } from '../session/claims-text.js'
import { checkClaims } from './check-claims.js'
import { checkHeader } from './check-header.js'
import { type DecodedToken, tooLarge } from './decode-token.js'
import { admitsIssuer, issuerMismatch } from './rules/issuer-rule.js'
import type { TokenRules } from './rules/token-rules.js'
import { type VerifiedToken, VerifiedTokens } from './verified-tokens.js'

/** Verifies tokens by one set of rules. */
export class IssuerVerifier {
  readonly rules: TokenRules
  readonly #verified: VerifiedTokens

  constructor(rules: TokenRules) {
    this.rules = rules
    this.#verified = new VerifiedTokens(rules.cacheSize)
  }

  /**
   * A token that was verified before, and would be again as far as keys and times go. Functions of the caller's are not
   * remembered: whom they accept may change while a token lives.
   */
  recall(token: string): VerifiedToken | undefined {
    return this.#verified.get(token)
  }

  /**
   * Asks the functions of the caller's about a token that was recalled. Undefined when the keys of its issuer come from
   * elsewhere by now.
   *
   * @param isChosen - was its issuer found to be accepted by these rules just now?
   * @throws {AuthError} `token_issuer_mismatch`, `token_claims_invalid`
   */
  reaffirm({ claims, keys, session }: VerifiedToken, isChosen: boolean): AuthSession | undefined {
    if (!isChosen) this.#admit(claims.iss, () => claims)
    if (this.rules.keysOf(claims.iss) !== keys) return undefined
    this.#ask(claims)
    return session
  }

  /**
   * Verifies a token. What costs nothing comes first, and the network last.
   *
   * @param isChosen - was its issuer found to be accepted by these rules just now?
   */
  async verify(token: string, decoded: DecodedToken, isChosen: boolean): Promise<AuthSession> {
    const { rules } = this
    if (token.length > rules.maxTokenBytes) throw tooLarge()
    const wanted = checkHeader(decoded, rules)
    const { iss, aud } = decoded.named
    if (!isChosen) this.#admit(iss, () => decoded.payload().claims)
    const keys = rules.keysOf(iss)
    const key = await signingKey(token, await keys.find(wanted), wanted)
    const payload = decoded.payload()
    const { claims } = payload
    checkClaims(claims, aud, rules)
    this.#ask(claims)
    const { clockTolerance } = rules
    const session =
      rules.rewrite === undefined
        ? createSession(payload, { token, clockTolerance })
        : createSession(rewritten(claims, rules.rewrite), { token, clockTolerance, tokenClaims: claims })
    const usableUntil = (session.expiresAt ?? Number.POSITIVE_INFINITY) + clockTolerance
    this.#verified.add(token, { session, claims, key, keys, usableUntil })
    return session
  }

  #admit(iss: unknown, claims: () => Claims): void {
    const { issuer } = this.rules
    if (issuer !== undefined && !admitsIssuer(issuer, iss, claims)) throw issuerMismatch()
  }

  #ask(claims: Claims): void {
    const answer: unknown = this.rules.check === undefined || this.rules.check(claims)
    refusePromise('The function `check`', answer)
    if (answer === true) return
    throw new AuthError('token_claims_invalid', 'The claims of the token were refused by the option `check`.')
  }
}

function rewritten(claims: Claims, rewrite: (claims: Claims) => unknown): ClaimsText {
  const made = rewrite(claims)
  refusePromise('The function `claims`', made)
  return serializeClaims(made)
}

/** The one of the keys that has signed the token. */
async function signingKey(
  token: string,
  keys: readonly VerificationKey[],
  wanted: WantedKey,
): Promise<VerificationKey> {
  const { algorithm } = wanted
  let tried = 0
  for (const key of keys) {
    // Key material may be no key at all.
    const publicKey = await key.import(algorithm).catch(() => undefined)
    if (publicKey === undefined) continue
    tried += 1
    // The errors of jose may carry parts of the token.
    const isSigner = await compactVerify(token, publicKey, { algorithms: [algorithm] }).then(
      () => true,
      () => false,
    )
    if (isSigner) return key
  }
  throw tried === 0 ? keyUnusable() : notSigned(wanted, tried)
}
