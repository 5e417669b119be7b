import { Random as Source } from '../../../../reliability/src/bench/random.js'

/** Random choices that a seed repeats, with what makes games and schemas of them. */
export class Random extends Source {
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
