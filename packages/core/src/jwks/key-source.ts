import { AuthError } from '../errors/auth-error.js'
import type { SignatureAlgorithm } from '../keys/algorithms.js'
import type { VerificationKey } from '../keys/verification-key.js'

/** Where the keys of one issuer come from. */
export interface KeySource {
  /**
   * The key that a token's header points to.
   *
   * @throws {AuthError} `token_key_not_found`; `jwks_unavailable`
   */
  find(algorithm: SignatureAlgorithm, kid: string | undefined): Promise<VerificationKey>
  /** Is a key that was found earlier still published? Never waits for the network. */
  holds(key: VerificationKey): boolean
}

export function keyNotFound(): AuthError {
  return new AuthError(
    'token_key_not_found',
    'No key of the JWKS fits the token. Check that the JWKS address belongs to the issuer of the token.',
  )
}
