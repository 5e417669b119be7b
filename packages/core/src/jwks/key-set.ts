import { isJsonObject } from '../keys/json-object.js'
import { VerificationKey } from '../keys/verification-key.js'
import { keyNotFound, tooManyKeys } from './key-refusals.js'
import type { WantedKey } from './key-source.js'

/** Each key that is tried is a signature to check, for anybody who sends a token. */
const mostOfOneId = 4
const mostWithoutId = 8

/** The usable keys of a JWKS (RFC 7517, section 5). */
export class KeySet {
  readonly #keys: ReadonlyMap<string, VerificationKey>

  private constructor(keys: ReadonlyMap<string, VerificationKey>) {
    this.#keys = keys
  }

  /**
   * Reads a JWKS, leaving out every key that must not check signatures. One that is listed twice is one key, for the
   * algorithms of both entries. Undefined when it is no JWKS.
   *
   * @param known - the set that this one replaces: keys in both stay the same objects
   */
  static read(value: unknown, known?: KeySet): KeySet | undefined {
    if (!isJsonObject(value) || !Array.isArray(value.keys)) return undefined
    const keys = new Map<string, VerificationKey>()
    for (const jwk of value.keys) {
      const key = VerificationKey.read(jwk)
      if (key === undefined) continue
      const twin = keys.get(key.identity)
      keys.set(key.identity, twin === undefined ? key : twin.mergedWith(key))
    }
    for (const [identity, key] of keys) {
      const same = known === undefined ? undefined : known.#keys.get(identity)
      if (same?.equals(key)) keys.set(identity, same)
    }
    return new KeySet(keys)
  }

  get size(): number {
    return this.#keys.size
  }

  holds(key: VerificationKey): boolean {
    return this.#keys.get(key.identity) === key
  }

  /**
   * The keys that a header may mean: those of its key id, at most four; without one, all that suit the algorithm.
   * Empty when there are none.
   *
   * @throws {AuthError} `token_key_not_found` when there are more than eight and no key id
   */
  find(wanted: WantedKey): readonly VerificationKey[] {
    const { algorithm, kid } = wanted
    const found = [...this.#keys.values()].filter(
      (key) => key.suits(algorithm) && (kid === undefined || key.kid === kid),
    )
    if (kid !== undefined) return found.slice(0, mostOfOneId)
    // One key may be there under several ids.
    const materials = new Map(found.map((key) => [key.material, key]))
    if (materials.size > mostWithoutId) throw tooManyKeys(wanted, materials.size, mostWithoutId)
    return [...materials.values()]
  }

  /** Why `find` found nothing. */
  refusal(wanted: WantedKey): Error {
    return keyNotFound(
      wanted,
      [...this.#keys.values()].some(({ kid }) => kid === wanted.kid),
    )
  }
}
