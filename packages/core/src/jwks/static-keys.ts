import type { VerificationKey } from '../keys/verification-key.js'
import { KeySet } from './key-set.js'
import type { KeySource, WantedKey } from './key-source.js'

/** Keys that were given as a JWKS; they never change. */
export class StaticKeys implements KeySource {
  readonly #keys: KeySet

  constructor(jwks: unknown) {
    const keys = KeySet.read(jwks)
    if (keys === undefined) throw new TypeError('`jwks` must be a URL or an object with an array of `keys`.')
    this.#keys = keys
  }

  async find(wanted: WantedKey): Promise<readonly VerificationKey[]> {
    const keys = this.#keys.find(wanted)
    if (keys.length === 0) throw this.#keys.refusal(wanted)
    return keys
  }

  holds(key: VerificationKey): boolean {
    return this.#keys.holds(key)
  }
}
