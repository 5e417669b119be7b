import type { SignatureAlgorithm } from '../keys/algorithms.js'
import type { VerificationKey } from '../keys/verification-key.js'

/** What the header of a token says of its key. */
export interface WantedKey {
  readonly algorithm: SignatureAlgorithm
  readonly kid: string | undefined
}

/** Where the keys of one issuer come from. */
export interface KeySource {
  /**
   * The keys that a token's header may mean: one or several, to be tried in this order.
   *
   * @throws {AuthError} `token_key_not_found`; `jwks_unavailable`
   */
  find(wanted: WantedKey): Promise<readonly VerificationKey[]>
  /** Is a key that was found earlier still published? Never waits for the network. */
  holds(key: VerificationKey): boolean
}
