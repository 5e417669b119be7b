import type { JSONWebKeySet } from 'jose'
import type { SignatureAlgorithm } from '../keys/algorithms.js'
import type { Claims } from '../session/claims.js'

/** What a verifier expects of the tokens of one issuer. */
export interface VerifierOptions {
  /**
   * The issuer's public keys (RFC 7517): the https URL of a JWKS, or the JWKS itself. A loopback host may be
   * http, and so may those in `allowHttp`. Symmetric keys, RSA keys under 2048 bits and private members are ignored.
   *
   * A function of `iss` gives the URL for each issuer that `issuer` accepts, so it needs `issuer`; it is called after
   * that was asked, each time. Each issuer has keys of its own, which are kept while the answer is the same, of the
   * thousand issuers used last. What it throws, `verify` rejects with. Each accepted issuer is a fetch, for anybody who
   * names it: accept what you know, and no pattern that a stranger can fill in.
   */
  readonly jwks: string | URL | JSONWebKeySet | ((iss: string) => string | URL)
  /**
   * The accepted values of `iss`; or a function that returns `true` for an accepted one and is given the claims besides,
   * frozen. Neither is verified at that time. Anything but `true` refuses, a promise with a TypeError; what it throws,
   * `verify` rejects with. It is asked about remembered tokens, too: whom it takes no longer is out at once. Required when
   * there are several issuers: names are chosen first, and no two may have the same, then functions in their order.
   */
  readonly issuer?: string | readonly string[] | ((iss: string, claims: Claims) => boolean)
  /** The accepted values of `aud`: a token must name one of them. */
  readonly audience?: string | readonly string[]
  /** The accepted signature algorithms; RS256, ES256 and EdDSA by default. HMAC and `none` never are. */
  readonly algorithms?: readonly SignatureAlgorithm[]
  /**
   * The accepted kinds of token, as the header names them in `typ`: `JWT`, which a token without is, and `at+jwt` by
   * default. What is given here takes their place. Case and a leading `application/` make no difference.
   */
  readonly types?: readonly string[]
  /** Seconds by which the clocks of issuer and verifier may differ; 30 by default. */
  readonly clockTolerance?: number
  /** Longer tokens are refused before they are decoded; 16384 bytes by default. */
  readonly maxTokenBytes?: number
  /**
   * Claims without which a token is refused. A token without `exp` never ends: unless you want such tokens,
   * name `exp` here. The provider presets name `exp` and `sub`.
   */
  readonly requiredClaims?: readonly string[]
  /**
   * A check of your own: returns `true` for the claims, which are frozen, of an accepted token. Called after all other
   * checks, so what it is given is verified; each time, also where the token is remembered. Anything but `true` refuses
   * the token with `token_claims_invalid`, a promise with a TypeError; what it throws, `verify` rejects with. A database
   * that verifies tokens itself does not ask it.
   */
  readonly check?: (claims: Claims) => boolean
  /**
   * Makes the claims of the session of those of a verified token, which are frozen: leave out or rename what the database
   * does not need, since claims travel with each query. Called once for a token, after all checks. What it returns is
   * copied, and checked as `trustClaims` checks claims; a promise is a TypeError. The session still ends with the `exp` of
   * the token. A database, or an endpoint, that verifies the token itself refuses such a session with `unsupported`.
   */
  readonly claims?: (claims: Claims) => Readonly<Record<string, unknown>>
  /** How many verified tokens to remember; 1000 by default. `false` checks each signature anew. */
  readonly cache?: { readonly max: number } | false
  /**
   * Seconds after which the keys behind a URL are fetched anew in the background, from 30 to 3600; 600 by default.
   * Known keys go on serving meanwhile.
   */
  readonly refreshInterval?: number
  /**
   * Hosts whose JWKS may be fetched over http, besides loopback ones: names without a port, each also as `*.suffix`. For
   * networks in which nobody else can answer in their place, as `keycloak` in a Compose file. `true` is any host; off by
   * default.
   */
  readonly allowHttp?: boolean | readonly string[]
  /** Fetches the JWKS in place of the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch
}
