import { importJWK, type JSONWebKeySet, type JWK, SignJWT } from 'jose'
import { assertOptions, type OptionNames } from '../assert-options.js'
import { type Claims, serializeClaims } from '../session/claims.js'
import type { SigningKey } from './generate-signing-key.js'
import type { JsonObject } from './json-object.js'
import { jwksHandler } from './jwks-handler.js'
import { readSigningJwk } from './signing-jwk.js'

/** What an issuer signs with and says in its tokens. */
export interface IssuerOptions {
  /** An asymmetric private key, as `generateSigningKey` makes it; the JWKS never holds its private members. */
  readonly privateJwk: JWK
  /** The `iss` claim. */
  readonly issuer?: string
  /** The `aud` claim. */
  readonly audience?: string | readonly string[]
  /** Seconds from `iat` to `exp`; 900 by default. */
  readonly expiresIn?: number
}

const names = {
  privateJwk: true,
  issuer: true,
  audience: true,
  expiresIn: true,
  // The other half of a pair that generateSigningKey() has made; it is worked out anew.
  publicJwk: true,
} as const satisfies OptionNames<IssuerOptions & Pick<SigningKey, 'publicJwk'>>

/** Signs tokens and publishes the key to check them with; made by `createIssuer`. */
export interface Issuer {
  /**
   * Signs a JWT. `iat`, `exp`, `iss` and `aud` are filled in unless the claims bring their own.
   *
   * @throws {AuthError} `token_claims_invalid` for claims that Postgres cannot hold
   */
  sign(claims: Claims): Promise<string>
  /** The public key as a JWKS (RFC 7517), frozen. */
  readonly jwks: JSONWebKeySet
  /** Serves the JWKS: give its address to verifiers. Answers GET and HEAD, anything else with 405. */
  handler(request: Request): Promise<Response>
}

/**
 * Makes an issuer of tokens for an application that has users of its own and no authentication service.
 *
 * @param options - the signing key, and what goes into each token
 * @throws {TypeError} for a symmetric, public, weak or incomplete key, for a lifetime that is no
 *   positive number, and for a name that no option has
 *
 * @example
 * const issuer = createIssuer({ privateJwk: JSON.parse(process.env.SIGNING_KEY), issuer: 'https://app.example' })
 * const token = await issuer.sign({ sub: user.id })
 */
export function createIssuer(options: IssuerOptions): Issuer {
  assertOptions('createIssuer()', options, names)
  const { issuer, audience, expiresIn = 900 } = options
  const { algorithm, kid, publicJwk } = readSigningJwk(options.privateJwk)
  if (!Number.isFinite(expiresIn) || expiresIn <= 0) {
    throw new TypeError('`expiresIn` must be a positive number of seconds.')
  }
  const header = { alg: algorithm, ...(kid === undefined ? {} : { kid }), typ: 'JWT' }
  const named: Record<string, unknown> = {}
  if (issuer !== undefined) named.iss = issuer
  if (audience !== undefined) named.aud = audience
  const privateJwk = { ...options.privateJwk }
  let imported: ReturnType<typeof importJWK> | undefined
  const jwks: JSONWebKeySet = { keys: [Object.freeze(publicJwk)] }
  Object.freeze(jwks.keys)
  return Object.freeze({
    async sign(claims: Claims): Promise<string> {
      const own: JsonObject = serializeClaims(claims).claims
      const iat = Math.floor(Date.now() / 1000)
      imported ??= importJWK(privateJwk, algorithm)
      return new SignJWT({ ...named, iat, exp: iat + expiresIn, ...own })
        .setProtectedHeader(header)
        .sign(await imported)
    },
    jwks: Object.freeze(jwks),
    handler: jwksHandler(jwks),
  })
}
