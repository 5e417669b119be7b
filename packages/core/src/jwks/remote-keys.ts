import { AuthError } from '../errors/auth-error.js'
import type { SignatureAlgorithm } from '../keys/algorithms.js'
import type { VerificationKey } from '../keys/verification-key.js'
import { fetchJwks } from './fetch-jwks.js'
import { KeySet } from './key-set.js'
import { type KeySource, keyNotFound } from './key-source.js'

/** Milliseconds. */
const usableFor = 60 * 60_000
const coolDown = 30_000
const firstBackOff = 1_000
const longestBackOff = 30_000

export interface RemoteKeysOptions {
  readonly fetch: typeof globalThis.fetch | undefined
  /** Seconds. */
  readonly refreshInterval: number
}

/** False for a moment in the future, too: after the clock was set back nothing may wait for it to catch up. */
function isWithin(period: number, moment: number): boolean {
  const age = Date.now() - moment
  return age >= 0 && age < period
}

/**
 * Keys behind a URL.
 *
 * - One fetch at a time; concurrent callers share it.
 * - After the refresh interval the keys are fetched anew in the background while the known ones serve; they go on
 *   serving while the endpoint fails, up to an hour after the last success.
 * - A key that is not known makes one fetch per 30 seconds.
 * - After a failure nothing is fetched for 1 second, then 2, 4, … up to 30.
 */
export class RemoteKeys implements KeySource {
  readonly #address: URL
  readonly #fetch: typeof globalThis.fetch | undefined
  readonly #freshFor: number
  #keys: KeySet | undefined
  #fetchedAt = Number.NEGATIVE_INFINITY
  #missedAt = Number.NEGATIVE_INFINITY
  #failedAt = Number.NEGATIVE_INFINITY
  #failures = 0
  #lastError: unknown
  #pending: Promise<void> | undefined

  constructor(address: URL, options: RemoteKeysOptions) {
    this.#address = address
    this.#fetch = options.fetch
    this.#freshFor = options.refreshInterval * 1000
  }

  async find(algorithm: SignatureAlgorithm, kid: string | undefined): Promise<VerificationKey> {
    let current = this.#current()
    const cold = current === undefined
    if (cold) {
      await this.#refreshUnlessBackingOff()
      current = this.#current()
      if (current === undefined) throw this.#unavailable()
    }
    const known = current?.find(algorithm, kid)
    if (known !== undefined) return known
    await this.#refreshForUnknownKey(cold)
    const found = this.#current()?.find(algorithm, kid)
    if (found !== undefined) return found
    // While the endpoint fails nobody can tell a key that was never published from one that is new.
    throw this.#failures > 0 ? this.#unavailable() : keyNotFound()
  }

  holds(key: VerificationKey): boolean {
    return this.#current()?.holds(key) ?? false
  }

  /** The keys, unless they are too old to be trusted; starts the background refresh when it is due. */
  #current(): KeySet | undefined {
    if (this.#keys === undefined || !isWithin(usableFor, this.#fetchedAt)) return undefined
    if (!isWithin(this.#freshFor, this.#fetchedAt)) void this.#refreshUnlessBackingOff()
    return this.#keys
  }

  async #refreshForUnknownKey(justFetched: boolean): Promise<void> {
    if (this.#pending !== undefined) return this.#pending
    if (isWithin(coolDown, this.#missedAt)) return
    this.#missedAt = Date.now()
    if (!justFetched) await this.#refreshUnlessBackingOff()
  }

  async #refreshUnlessBackingOff(): Promise<void> {
    if (this.#pending === undefined && this.#isBackingOff()) return
    this.#pending ??= this.#refresh()
    return this.#pending
  }

  #isBackingOff(): boolean {
    const backOff = Math.min(firstBackOff * 2 ** (this.#failures - 1), longestBackOff)
    return this.#failures > 0 && isWithin(backOff, this.#failedAt)
  }

  /** Never rejects: what went wrong is kept for those who cannot do without the keys. */
  async #refresh(): Promise<void> {
    try {
      const answer = await fetchJwks(this.#address, this.#fetch ?? globalThis.fetch)
      const keys = KeySet.read(answer, this.#keys)
      if (keys === undefined || keys.size === 0)
        throw new Error('The JWKS endpoint answered with no usable key.')
      this.#keys = keys
      this.#fetchedAt = Date.now()
      this.#failures = 0
      this.#lastError = undefined
    } catch (error) {
      this.#failures += 1
      this.#failedAt = Date.now()
      this.#lastError = error
    } finally {
      this.#pending = undefined
    }
  }

  #unavailable(): AuthError {
    return new AuthError('jwks_unavailable', 'The keys of the issuer cannot be fetched. Try again later.', {
      cause: this.#lastError,
    })
  }
}
