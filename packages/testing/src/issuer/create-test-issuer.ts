import { type Claims, createIssuer, generateSigningKey } from '@rowauth/core'
import { assertOptions } from '@rowauth/core/internal'
import { type JwksControls, startJwksEndpoint } from './jwks-endpoint.js'

export interface TestIssuerOptions {
  /** Algorithm of the keys; `ES256` by default. */
  readonly alg?: 'ES256' | 'RS256' | 'EdDSA'
  /** The `iss` claim; by default the address of the endpoint. */
  readonly issuer?: string
  /** The `aud` claim; by default there is none. */
  readonly audience?: string
  /** Seconds from `iat` to `exp`; 3600 by default. */
  readonly expiresIn?: number
}

/** Issues tokens, and serves the keys to check them with over HTTP on loopback. */
export interface TestIssuer extends JwksControls {
  /** The `iss` claim of its tokens. */
  readonly issuer: string
  /** Signs a token. `sub` is `test-user`, `exp` an hour ahead, unless the claims say otherwise. */
  token(claims?: Claims): Promise<string>
  /** Signs with a new key from now on. The old one leaves the JWKS at once, or stays there with `keep`. */
  rotate(options?: { readonly keep?: boolean }): Promise<void>
}

/**
 * Starts an issuer of tokens with a real JWKS endpoint, whose keys can be rotated and which can stall and fail.
 * Two of them with the same `issuer` make a forger.
 *
 * @example
 * const issuer = await createTestIssuer({ audience: 'my-app' })
 * const verifier = createVerifier({ jwks: issuer.jwksUrl, issuer: issuer.issuer, audience: 'my-app' })
 * await verifier.verify(await issuer.token({ sub: 'alice' }))
 * await issuer.close()
 */
export async function createTestIssuer(options: TestIssuerOptions = {}): Promise<TestIssuer> {
  assertOptions('createTestIssuer()', options, { alg: true, issuer: true, audience: true, expiresIn: true })
  const { alg = 'ES256', audience, expiresIn = 3600 } = options
  let published: readonly object[] = []
  const endpoint = await startJwksEndpoint(() => published)
  const issuer = options.issuer ?? endpoint.origin

  const withNewKey = async () => {
    const { privateJwk } = await generateSigningKey({ alg })
    return createIssuer({ privateJwk, issuer, expiresIn, ...(audience === undefined ? {} : { audience }) })
  }
  let current = await withNewKey()
  published = current.jwks.keys

  const { jwksUrl, stall, fail, restore, close } = endpoint
  return {
    issuer,
    jwksUrl,
    get requests() {
      return endpoint.requests
    },
    token: (claims = {}) => current.sign({ sub: 'test-user', ...claims }),
    rotate: async ({ keep = false } = {}) => {
      current = await withNewKey()
      published = keep ? [...current.jwks.keys, ...published] : current.jwks.keys
    },
    stall,
    fail,
    restore,
    close,
    [Symbol.asyncDispose]: close,
  }
}
