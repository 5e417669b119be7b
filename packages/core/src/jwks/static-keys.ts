import type { SignatureAlgorithm } from '../keys/algorithms.js'
import type { VerificationKey } from '../keys/verification-key.js'
import { KeySet } from './key-set.js'
import { type KeySource, keyNotFound } from './key-source.js'

/** Keys that were given as a JWKS; they never change. */
export class StaticKeys implements KeySource {
  readonly #keys: KeySet

  constructor(jwks: unknown) {
    const keys = KeySet.read(jwks)
    if (keys === undefined) throw new TypeError('`jwks` must be a URL or an object with an array of `keys`.')
    this.#keys = keys
  }

  async find(algorithm: SignatureAlgorithm, kid: string | undefined): Promise<VerificationKey> {
    const key = this.#keys.find(algorithm, kid)
    if (key === undefined) throw keyNotFound()
    return key
  }

  holds(key: VerificationKey): boolean {
    return this.#keys.holds(key)
  }
}
