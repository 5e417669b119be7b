import type { JSONWebKeySet } from 'jose'
import type { SignatureAlgorithm } from '../keys/algorithms.js'

/** What a verifier expects of the tokens of one issuer. */
export interface VerifierOptions {
  /**
   * The issuer's public keys (RFC 7517): the https URL of a JWKS, or the JWKS itself. A loopback host may be
   * http. Symmetric keys, RSA keys under 2048 bits and private members are ignored.
   */
  readonly jwks: string | URL | JSONWebKeySet
  /** The accepted values of `iss`. Required, and different each time, when there are several issuers. */
  readonly issuer?: string | readonly string[]
  /** The accepted values of `aud`: a token must name one of them. */
  readonly audience?: string | readonly string[]
  /** The accepted signature algorithms; RS256, ES256 and EdDSA by default. HMAC and `none` never are. */
  readonly algorithms?: readonly SignatureAlgorithm[]
  /** Seconds by which the clocks of issuer and verifier may differ; 30 by default. */
  readonly clockTolerance?: number
  /** Longer tokens are refused before they are decoded; 16384 bytes by default. */
  readonly maxTokenBytes?: number
  /**
   * Claims without which a token is refused. A token without `exp` never ends: unless you want such tokens,
   * name `exp` here. The provider presets name `exp` and `sub`.
   */
  readonly requiredClaims?: readonly string[]
  /** How many verified tokens to remember; 1000 by default. `false` checks each signature anew. */
  readonly cache?: { readonly max: number } | false
  /**
   * Seconds after which the keys behind a URL are fetched anew in the background, from 30 to 3600; 600 by default.
   * Known keys go on serving meanwhile.
   */
  readonly refreshInterval?: number
  /** Fetches the JWKS in place of the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch
}
