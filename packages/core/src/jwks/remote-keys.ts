import { AuthError } from '../errors/auth-error.js'
import type { VerificationKey } from '../keys/verification-key.js'
import { fetchJwks } from './fetch-jwks.js'
import { isWithin } from './is-within.js'
import { KeySet } from './key-set.js'
import type { KeySource, WantedKey } from './key-source.js'
import { MissedKeys } from './missed-keys.js'

/** Milliseconds. */
const usableFor = 60 * 60_000
const firstBackOff = 1_000
const longestBackOff = 30_000

export interface RemoteKeysOptions {
  readonly fetch: typeof globalThis.fetch | undefined
  /** Seconds. */
  readonly refreshInterval: number
}

/**
 * Keys behind a URL.
 *
 * - One fetch at a time; concurrent callers share it.
 * - After the refresh interval the keys are fetched anew in the background while the known ones serve; they go on
 *   serving while the endpoint fails, up to an hour after the last success.
 * - A key that is not known makes a fetch, at most one in 5 seconds for all of them and one in 30 for each.
 * - After a failure nothing is fetched for 1 second, then 2, 4, … up to 30.
 */
export class RemoteKeys implements KeySource {
  readonly #address: URL
  readonly #fetch: typeof globalThis.fetch | undefined
  readonly #freshFor: number
  readonly #missed = new MissedKeys()
  #keys: KeySet | undefined
  #fetchedAt = Number.NEGATIVE_INFINITY
  #failedAt = Number.NEGATIVE_INFINITY
  #failures = 0
  #lastError: unknown
  #pending: Promise<void> | undefined

  constructor(address: URL, options: RemoteKeysOptions) {
    this.#address = address
    this.#fetch = options.fetch
    this.#freshFor = options.refreshInterval * 1000
  }

  async find(wanted: WantedKey): Promise<readonly VerificationKey[]> {
    let current = this.#current()
    const isCold = current === undefined
    if (isCold) {
      await this.#refreshUnlessBackingOff()
      current = this.#current()
      if (current === undefined) throw this.#unavailable()
    }
    const known = current?.find(wanted) ?? []
    if (known.length > 0) return known
    await this.#refreshForUnknownKey(wanted, isCold)
    current = this.#current()
    const found = current?.find(wanted) ?? []
    if (found.length > 0) return found
    // While the endpoint fails nobody can tell a key that was never published from one that is new.
    throw this.#failures > 0 || current === undefined ? this.#unavailable() : current.refusal(wanted)
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

  async #refreshForUnknownKey(wanted: WantedKey, wasJustFetched: boolean): Promise<void> {
    if (this.#pending === undefined) {
      if (!this.#missed.isDue(wanted)) return
      this.#missed.fetched()
      if (!wasJustFetched) await this.#refreshUnlessBackingOff()
    } else {
      await this.#pending
    }
    if (this.#failures === 0) this.#missed.missed(wanted)
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
