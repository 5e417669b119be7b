import { AuthError, type AuthSession, type Verifier, type VerifierOptions } from '@rowauth/core'
import { deriveSession, readRules, verifierBy } from '@rowauth/core/internal'
import { Failure } from '../http/failure.js'
import { defaultRoles, type NeonLocalProvider } from './providers.js'
import { PublishedKeys } from './published-keys.js'
import { notAToken, readTokenShape, type TokenShape } from './token-shape.js'

interface Provider {
  readonly roles: ReadonlySet<string>
  readonly keys: PublishedKeys
  readonly verifier: Verifier
}

const refuse = (message: string) => new Failure(400, message)
const keyNotFound = () => refuse('jwk not found')
const algorithmNotSupported = () => refuse('signature algorithm not supported')

/** Checks tokens as Neon's proxy does, with the verifier of `@rowauth/core` and Neon's messages. */
export class TokenCheck {
  readonly #providers: readonly Provider[]

  /** @throws {TypeError} for options that the verifier refuses */
  constructor(providers: readonly NeonLocalProvider[]) {
    this.#providers = providers.map(openProvider)
  }

  /** Is there a provider whose tokens may take this role? */
  accepts(role: string): boolean {
    return this.#providers.some(({ roles }) => roles.has(role))
  }

  get hasProviders(): boolean {
    return this.#providers.length > 0
  }

  /**
   * The session of a token under the role that the connection string names.
   *
   * @throws {Failure} 400, with Neon's message
   */
  async verify(token: string, role: string): Promise<AuthSession> {
    const shape = readTokenShape(token)
    if (!this.accepts(role)) {
      throw refuse('failed to fetch auth rules: JWKs settings for this role were not configured')
    }
    for (const provider of this.#candidates(shape.keyId, role)) {
      try {
        return deriveSession(await provider.verifier.verify(token), { role })
      } catch (error) {
        if (!(error instanceof AuthError)) throw error
        const failure = translate(error, shape, provider)
        if (failure !== undefined) throw failure
      }
    }
    throw keyNotFound()
  }

  /** The providers to ask, the one that is known to publish the key first. */
  #candidates(keyId: string, role: string): Provider[] {
    const candidates = this.#providers.filter(({ roles }) => roles.has(role))
    return [
      ...candidates.filter(({ keys }) => keys.has(keyId)),
      ...candidates.filter(({ keys }) => !keys.has(keyId)),
    ]
  }
}

function openProvider({ jwks, audience, allowHttp, roles = defaultRoles }: NeonLocalProvider): Provider {
  const isAddress = typeof jwks === 'string' || jwks instanceof URL
  const keys = new PublishedKeys(isAddress ? undefined : jwks)
  const options: VerifierOptions = {
    jwks,
    algorithms: ['ES256', 'RS256'],
    clockTolerance: 30,
    refreshInterval: 300,
    maxTokenBytes,
    ...(audience === undefined ? {} : { audience }),
    ...(allowHttp === undefined ? {} : { allowHttp }),
    ...(isAddress ? { fetch: keys.fetch } : {}),
  }
  // Neon does not look at `iat`.
  const verifier = verifierBy(options, (entry) => ({
    ...readRules(entry),
    furthestAhead: Number.POSITIVE_INFINITY,
  }))
  return { roles: new Set(roles), keys, verifier }
}

/** Neon has no limit of its own; the header of a request has one. */
const maxTokenBytes = 128 * 1024

/** Neon's words for a refusal; undefined when another provider may have the key. */
function translate(
  { code, message }: AuthError,
  { keyId, exp, nbf }: TokenShape,
  { keys }: Provider,
): Failure | undefined {
  switch (code) {
    case 'token_key_not_found':
      // It is there, but of another kind than the algorithm of the token wants.
      return keys.has(keyId) ? algorithmNotSupported() : undefined
    case 'jwks_unavailable':
      return undefined
    case 'token_algorithm_not_allowed':
      return algorithmNotSupported()
    case 'token_signature_invalid':
      return refuse('signature error: signature error')
    case 'token_audience_mismatch':
      return refuse('invalid JWT token audience')
    case 'token_expired':
      return refuse(`JWT token has expired (exp=${exp})`)
    case 'token_not_active':
      return refuse(`JWT token is not yet ready to use (nbf=${nbf})`)
    case 'token_claims_invalid':
      return refuse(message)
    default:
      return notAToken()
  }
}
