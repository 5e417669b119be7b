/** How many statements of the user's stay prepared on a connection. */
const defaultMax = 100

/** How long nothing is prepared after a change of the catalog, in milliseconds. */
const settlingTime = 15_000

/** How many texts are remembered as seen. */
const maxSeen = 1000

/** FNV-1a, 32 bits. Two texts of one digest are named a little early, and that is all. */
function digestOf(text: string): number {
  let digest = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) digest = Math.imul(digest ^ text.charCodeAt(i), 0x01000193)
  return digest
}

/** What one driver knows of giving names to statements at its endpoint. */
export class Naming {
  readonly max: number
  readonly #enabled: boolean
  readonly #seen = new Set<number>()
  #pausedUntil = 0
  #epoch = 0

  /** @throws {TypeError} when `max` is no whole number from 0 on */
  constructor(prepare: boolean | { readonly max: number } = true) {
    const max = typeof prepare === 'boolean' ? defaultMax : prepare?.max
    if (!Number.isSafeInteger(max) || max < 0) {
      throw new TypeError('`prepare` is true, false, or an object with `max`, a whole number from 0 on.')
    }
    this.max = max
    this.#enabled = prepare !== false
  }

  /** Statements may have names now. */
  get active(): boolean {
    if (this.#pausedUntil === 0) return this.#enabled
    if (performance.now() < this.#pausedUntil) return false
    this.#pausedUntil = 0
    return this.#enabled
  }

  /** Statements of ours may have names now. */
  get automatic(): boolean {
    return this.max > 0 && this.active
  }

  /** Sends everything without a name for a while: what was learned holds for now, and not for ever. */
  pause(milliseconds: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, performance.now() + milliseconds)
  }

  /** Grows when statements that were prepared before must not be used again. */
  get epoch(): number {
    return this.#epoch
  }

  /** What statements rest on has changed; more may follow, for migrations come in groups. */
  catalogChanged(): void {
    this.#epoch += 1
    this.pause(settlingTime)
  }

  /** Only what comes again is worth a name. */
  seenBefore(key: string): boolean {
    const digest = digestOf(key)
    if (this.#seen.has(digest)) return true
    this.#seen.add(digest)
    if (this.#seen.size > maxSeen) {
      for (const oldest of this.#seen) {
        this.#seen.delete(oldest)
        break
      }
    }
    return false
  }
}
