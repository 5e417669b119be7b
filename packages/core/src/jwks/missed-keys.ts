import { LruMap } from '../lru-map.js'
import { isWithin } from './is-within.js'
import type { WantedKey } from './key-source.js'

/** Milliseconds. */
const betweenFetches = 5_000
const betweenFetchesForOne = 30_000

const most = 1000
/** Of characters. A stranger may fill a token with an id, and a thousand of those would be megabytes for each issuer. */
const longestId = 256

/**
 * When to fetch keys for a key that is not known. Anybody can make up key ids, so they share one fetch in 5 seconds; and
 * a key that was looked for in vain waits for 30 seconds, so that most of those fetches are left to keys that are new.
 */
export class MissedKeys {
  #fetchedAt = Number.NEGATIVE_INFINITY
  readonly #missedAt = new LruMap<string, number>()

  /** Is a fetch due for this key? */
  isDue(wanted: WantedKey): boolean {
    const missedAt = this.#missedAt.get(nameOf(wanted))
    if (missedAt !== undefined && isWithin(betweenFetchesForOne, missedAt)) return false
    return !isWithin(betweenFetches, this.#fetchedAt)
  }

  /** A fetch begins, or has just ended, that this kind of key has asked for. */
  fetched(): void {
    this.#fetchedAt = Date.now()
  }

  /** The keys that were fetched do not have this one. */
  missed(wanted: WantedKey): void {
    if (wanted.kid !== undefined && wanted.kid.length > longestId) return
    this.#missedAt.set(nameOf(wanted), Date.now())
    this.#missedAt.keepAtMost(most)
  }
}

/** With the algorithm: somebody may ask for the key of another in a way in which it is not found. */
function nameOf({ algorithm, kid }: WantedKey): string {
  return JSON.stringify([algorithm, kid])
}
