import type { SignatureAlgorithm } from '../keys/algorithms.js'
import { isJsonObject } from '../keys/json-object.js'
import { VerificationKey } from '../keys/verification-key.js'

/** The usable keys of a JWKS (RFC 7517, section 5). */
export class KeySet {
  readonly #keys: ReadonlyMap<string, VerificationKey>

  private constructor(keys: ReadonlyMap<string, VerificationKey>) {
    this.#keys = keys
  }

  /**
   * Reads a JWKS, leaving out every key that must not check signatures. Undefined when it is no JWKS.
   *
   * @param known - the set that this one replaces: keys in both stay the same objects
   */
  static read(value: unknown, known?: KeySet): KeySet | undefined {
    if (!isJsonObject(value) || !Array.isArray(value.keys)) return undefined
    const keys = new Map<string, VerificationKey>()
    for (const jwk of value.keys) {
      const key = VerificationKey.read(jwk)
      if (key === undefined) continue
      const same = known === undefined ? undefined : known.#keys.get(key.identity)
      keys.set(key.identity, same ?? key)
    }
    return new KeySet(keys)
  }

  get size(): number {
    return this.#keys.size
  }

  holds(key: VerificationKey): boolean {
    return this.#keys.get(key.identity) === key
  }

  /** The key that a header points to: by its key id, else only when no other key could be meant. */
  find(algorithm: SignatureAlgorithm, kid: string | undefined): VerificationKey | undefined {
    let found: VerificationKey | undefined
    for (const key of this.#keys.values()) {
      if (!key.suits(algorithm) || (kid !== undefined && key.kid !== kid)) continue
      if (found !== undefined) return undefined
      found = key
    }
    return found
  }
}
