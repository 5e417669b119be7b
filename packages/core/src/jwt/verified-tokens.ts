import type { KeySource } from '../jwks/key-source.js'
import type { VerificationKey } from '../keys/verification-key.js'
import { LruMap } from '../lru-map.js'
import type { AuthSession } from '../session/auth-session.js'
import type { Claims } from '../session/claims.js'

export interface VerifiedToken {
  readonly session: AuthSession
  /** The claims of the token, which those of the session may have been made of. */
  readonly claims: Claims
  readonly key: VerificationKey
  /** Where the key is published. */
  readonly keys: KeySource
  /** Seconds since the epoch, tolerance included. */
  readonly usableUntil: number
}

/**
 * The most recently used verified tokens, by the whole token. A token is forgotten with its `exp` and as soon
 * as the key that signed it is no longer published.
 */
export class VerifiedTokens {
  readonly #max: number
  readonly #tokens = new LruMap<string, VerifiedToken>()

  constructor(max: number) {
    this.#max = max
  }

  get(token: string): VerifiedToken | undefined {
    const verified = this.#tokens.get(token)
    if (verified === undefined) return undefined
    if (verified.usableUntil > Date.now() / 1000 && verified.keys.holds(verified.key)) return verified
    this.#tokens.delete(token)
    return undefined
  }

  add(token: string, verified: VerifiedToken): void {
    if (this.#max === 0) return
    this.#tokens.set(token, verified)
    this.#tokens.keepAtMost(this.#max)
  }
}
