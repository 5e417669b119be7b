/** A row as its owner sees it. */
export interface EntryRow {
  readonly userId: string | null
  readonly marker: string
  readonly n: number
}

/** What a call writes: the value of `n` by marker; null: the row is gone. */
export type Changes = ReadonlyMap<string, number | null>

interface Doubt {
  readonly before: Changes
  readonly after: Changes
  readonly since: number
}

export type Finding = 'foreign row' | 'lost write' | 'unknown row' | 'torn write'

/** How long a server may go on with a call whose client has gone, in milliseconds. */
const aftermath = 5_000

/** What one user's rows must be: asked by one worker, which makes one call after the other. */
export class Ledger {
  readonly user: string
  readonly #rows = new Map<string, number>()
  #doubts: Doubt[] = []

  constructor(user: string) {
    this.user = user
  }

  /** Markers whose row is there for certain. */
  get markers(): string[] {
    const doubtful = new Set(this.#doubts.flatMap(({ after }) => [...after.keys()]))
    return [...this.#rows.keys()].filter((marker) => !doubtful.has(marker))
  }

  valueOf(marker: string): number {
    return this.#rows.get(marker) ?? 0
  }

  /** The call was answered. */
  done(changes: Changes): void {
    this.#apply(changes)
  }

  /** Nobody but the server knows whether it was done. */
  inDoubt(changes: Changes): void {
    if (changes.size === 0) return
    const before = new Map([...changes.keys()].map((marker) => [marker, this.#rows.get(marker) ?? null]))
    this.#doubts.push({ before, after: changes, since: performance.now() })
  }

  #apply(changes: Changes): void {
    for (const [marker, n] of changes) {
      if (n === null) this.#rows.delete(marker)
      else this.#rows.set(marker, n)
    }
  }

  /** Compares all rows that the user was given with what they must be. */
  check(rows: readonly EntryRow[]): Finding | undefined {
    if (rows.some(({ userId }) => userId !== this.user)) return 'foreign row'
    const seen = new Map(rows.map(({ marker, n }) => [marker, n]))
    const has = (changes: Changes) => [...changes].every(([marker, n]) => (seen.get(marker) ?? null) === n)
    for (const doubt of this.#doubts) {
      if (has(doubt.after)) this.#apply(doubt.after)
      else if (!has(doubt.before)) return 'torn write'
    }
    this.#doubts = this.#doubts.filter(
      (doubt) => !has(doubt.after) && performance.now() - doubt.since < aftermath,
    )
    for (const [marker, n] of this.#rows) if (seen.get(marker) !== n) return 'lost write'
    return seen.size === this.#rows.size && rows.length === seen.size ? undefined : 'unknown row'
  }
}
