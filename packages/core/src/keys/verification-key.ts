import { type CryptoKey, importJWK, type JWK } from 'jose'
import {
  canonicalAlgorithm,
  isSignatureAlgorithm,
  type SignatureAlgorithm,
  suitsKeyType,
} from './algorithms.js'
import { isJsonObject } from './json-object.js'
import { publicMembers } from './public-members.js'

/** One public key of a JWKS that may check signatures. */
export class VerificationKey {
  readonly kid: string | undefined
  /** Equal for the same key, whatever it is called. */
  readonly material: string
  /** Equal for equal keys only: a key id under which other key material appears is another key. */
  readonly identity: string
  readonly #jwk: JWK
  /** Canonical names; undefined: all that suit its type. */
  readonly #algorithms: ReadonlySet<SignatureAlgorithm> | undefined
  readonly #imported = new Map<SignatureAlgorithm, Promise<CryptoKey>>()

  private constructor(
    jwk: JWK,
    kid: string | undefined,
    algorithms: ReadonlySet<SignatureAlgorithm> | undefined,
  ) {
    this.#jwk = jwk
    this.#algorithms = algorithms
    this.kid = kid
    this.material = JSON.stringify([jwk.kty, jwk.crv, jwk.x, jwk.y, jwk.n, jwk.e])
    this.identity = JSON.stringify([kid, this.material])
  }

  /** Reads a JWK (RFC 7517). Undefined when it is none, or one that must not check signatures. */
  static read(value: unknown): VerificationKey | undefined {
    if (!isJsonObject(value)) return undefined
    const { use, key_ops: operations, alg, kid } = value
    if (use !== undefined && use !== 'sig') return undefined
    if (operations !== undefined && !(Array.isArray(operations) && operations.includes('verify')))
      return undefined
    if (alg !== undefined && !isSignatureAlgorithm(alg)) return undefined
    const jwk = publicMembers(value)
    if (jwk === undefined) return undefined
    const algorithms = alg === undefined ? undefined : new Set([canonicalAlgorithm(alg)])
    return new VerificationKey(jwk, typeof kid === 'string' ? kid : undefined, algorithms)
  }

  suits(algorithm: SignatureAlgorithm): boolean {
    if (!suitsKeyType(algorithm, this.#jwk.kty, this.#jwk.crv)) return false
    return this.#algorithms === undefined || this.#algorithms.has(canonicalAlgorithm(algorithm))
  }

  /** This key for the algorithms of another entry for it, too. */
  mergedWith(twin: VerificationKey): VerificationKey {
    const [own, others] = [this.#algorithms, twin.#algorithms]
    const all = own === undefined || others === undefined ? undefined : new Set([...own, ...others])
    return new VerificationKey(this.#jwk, this.kid, all)
  }

  /** The same key for the same algorithms? */
  equals(other: VerificationKey): boolean {
    return other.identity === this.identity && other.#algorithmNames === this.#algorithmNames
  }

  get #algorithmNames(): string {
    return this.#algorithms === undefined ? 'any' : [...this.#algorithms].sort().join()
  }

  /** The key in the form that signatures are checked with; rejects when the key material is no key. */
  import(algorithm: SignatureAlgorithm): Promise<CryptoKey> {
    let imported = this.#imported.get(algorithm)
    if (imported === undefined) {
      imported = importPublicKey(this.#jwk, algorithm)
      this.#imported.set(algorithm, imported)
    }
    return imported
  }
}

async function importPublicKey(jwk: JWK, algorithm: SignatureAlgorithm): Promise<CryptoKey> {
  const key = await importJWK(jwk, algorithm)
  if (key instanceof Uint8Array) throw new TypeError('Expected a public key.')
  return key
}
