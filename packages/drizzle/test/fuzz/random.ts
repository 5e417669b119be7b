/** Random choices that a seed repeats (mulberry32). */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** From 0 on, below `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let value = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return Math.floor((((value ^ (value >>> 14)) >>> 0) / 2 ** 32) * limit)
  }

  /** True in so many of a hundred. */
  percent(share: number): boolean {
    return this.below(100) < share
  }

  pick<T>(of: readonly T[]): T {
    if (of.length === 0) throw new RangeError('There is nothing to pick from.')
    return of[this.below(of.length)] as T
  }

  /** One of the makers, by weight, asked for what it makes. */
  oneOf<T>(makers: readonly (readonly [weight: number, make: () => T])[]): T {
    let at = this.below(makers.reduce((sum, [weight]) => sum + weight, 0))
    for (const [weight, make] of makers) {
      if (at < weight) return make()
      at -= weight
    }
    throw new RangeError('There is nothing to choose from.')
  }

  /** So many, made one after the other. */
  times<T>(from: number, to: number, make: (at: number) => T): T[] {
    return Array.from({ length: from + this.below(to - from + 1) }, (_, at) => make(at))
  }

  shuffled<T>(of: readonly T[]): T[] {
    const left = [...of]
    return of.map(() => left.splice(this.below(left.length), 1)[0] as T)
  }
}
