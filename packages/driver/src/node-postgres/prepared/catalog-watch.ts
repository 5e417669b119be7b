/** Asks what the statistics of the catalog count, or refuses to go on when it is not what it was. */
export interface WatchStep {
  readonly kind: 'watch'
  readonly text: string
  readonly values?: readonly string[]
}

/** How long an answer is taken for good, in milliseconds. */
const validFor = 1000

/**
 * Changes to columns, types and functions, by the numbers of the catalog tables, which are the same everywhere.
 * What comes and goes with temporary tables is not counted. Functions only, no operators: a `search_path` of
 * somebody else's finds nothing to replace.
 */
const count = [
  'pg_stat_get_tuples_updated(1247)',
  'pg_stat_get_tuples_updated(1249)',
  'pg_stat_get_tuples_updated(1255)',
  'pg_stat_get_tuples_inserted(1255)',
]
  .map((call) => `pg_catalog.${call}`)
  .reduce((sum, call) => `pg_catalog.int8pl(${sum}, ${call})`)

const backend = 'pg_catalog.pg_backend_pid()'
const learning: WatchStep = { kind: 'watch', text: `select ${backend}, ${count}` }
const comparing = `select ${backend}, pg_catalog.int4div(1, pg_catalog.int4(pg_catalog.int8eq(${count}, $1)))`

/**
 * Sees on one connection, about once a second, that the catalog has changed: a new function may be a better match
 * for what a prepared statement calls, which no error tells. Statistics are late: a session reports its first
 * change as it commits, and others when it disconnects, or after ten seconds (PostgreSQL manual, section 27.2).
 */
export class CatalogWatch {
  #count: string | undefined
  #asked = Number.NEGATIVE_INFINITY
  #off = false
  #backend: string | undefined

  /** The process that has answered last, by its number. */
  get backend(): string | undefined {
    return this.#backend
  }

  /** The step for a message that is about to go out; undefined: nothing is to be asked now. */
  step(): WatchStep | undefined {
    const now = performance.now()
    if (this.#off || now - this.#asked < validFor) return undefined
    this.#asked = now
    return this.#count === undefined ? learning : { kind: 'watch', text: comparing, values: [this.#count] }
  }

  /** This is what the step answered, whatever becomes of the message. */
  answered(step: WatchStep, [pid, value]: readonly unknown[]): void {
    this.#backend = String(pid)
    if (step === learning) this.#count = String(value)
  }

  /**
   * The step failed, and with it the message before anything of the user's ran.
   *
   * @returns true when the catalog has changed; false when it cannot be asked, and never will be again
   */
  failed(step: WatchStep, code: string | undefined): boolean {
    this.#count = undefined
    this.#asked = Number.NEGATIVE_INFINITY
    const changed = step !== learning && code === '22012'
    if (!changed) this.#off = true
    return changed
  }
}
