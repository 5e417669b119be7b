import type { UserStep } from '../../flow/step.js'
import type { PgResult } from '../../pg-statement.js'

const text = 'select oid, typarray from pg_catalog.pg_type where typarray operator(pg_catalog.<>) 0'

/** Arrays of what postgres.js takes elements for by itself, and of integers: their numbers are the same everywhere. */
const builtIn: ReadonlyMap<number, number> = new Map([
  [16, 1000],
  [17, 1001],
  [20, 1016],
  [23, 1007],
  [25, 1009],
  [1184, 1185],
])

/**
 * Which type is the array of which: what postgres.js asks on each new connection, and where users' types come in.
 * One for all connections of a client, as postgres.js has it.
 */
export class ArrayTypes {
  readonly #asks: boolean
  /** The types of the elements, by the array's. */
  readonly #elements = new Map<number, number>()
  /** The other way around. */
  readonly #arrays = new Map<number, number>()
  /** The connections on which it was asked. */
  readonly #asked = new WeakSet<object>()

  /** @param asks - the option `fetch_types`; without it arrays stay text */
  constructor(asks: boolean) {
    this.#asks = asks
  }

  elementOf(arrayType: number): number | undefined {
    return this.#elements.get(arrayType)
  }

  /** The type of arrays of such elements; without it the elements' own, and 0, for the server's choice, before it was asked. */
  arrayOf(element: number): number {
    const known = this.#arrays.get(element)
    if (known !== undefined) return known
    return this.known ? element : (builtIn.get(element) ?? 0)
  }

  /** Lists can be written. */
  get known(): boolean {
    return !this.#asks || this.#arrays.size > 0
  }

  /** The statement to ask with, under somebody's role: it rides with their first message. */
  question(connection: object, role: string): UserStep | undefined {
    if (!this.#asks || this.#asked.has(connection)) return undefined
    return { kind: 'statement', rows: 'user', text, config: { text, rowMode: 'array' }, role, means: 'plain' }
  }

  answered(connection: object, { rows }: PgResult): void {
    this.#asked.add(connection)
    for (const [type, arrayType] of rows as [number, number][]) {
      this.#elements.set(arrayType, type)
      this.#arrays.set(type, arrayType)
    }
  }
}
