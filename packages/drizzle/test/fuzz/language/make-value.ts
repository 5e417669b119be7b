import type { Random } from '../random.js'
import type { Comparison, Scalar, Type, Value } from './condition.js'
import { oddTexts, times, users, uuids } from './vocabulary.js'

/** The columns that a condition may use, by table. */
export type Columns = Readonly<Record<string, Readonly<Record<string, Type>>>>

const claims = {
  text: [['tenant'], ['app', 'role'], ["o'brien"], ['https://example.com/role'], ['a--b']],
  uuid: [['org']],
  integer: [['level'], ['groups', '0']],
  boolean: [['admin']],
} as const

/** What stands on the sides of operators: columns of a table, and what they are compared with. */
export class ValueMaker {
  readonly #random: Random
  readonly #table: string
  readonly #columns: Readonly<Record<string, Type>>
  readonly #inQuery: boolean

  constructor(random: Random, table: string, columns: Columns, inQuery: boolean) {
    this.#random = random
    this.#table = table
    this.#columns = columns[table] ?? {}
    this.#inQuery = inQuery
  }

  /** Any column that is no list. */
  columnOf(): { readonly column: Value; readonly type: Type } {
    const columns = Object.entries(this.#columns)
    const [column, type] = this.#random.pick(
      columns.filter(([, each]) => each !== 'text[]' && each !== 'jsonb'),
    )
    return { column: { is: 'column', table: this.#table, column }, type }
  }

  /** A column of a type, if there is one. */
  typed(type: Type): Value | undefined {
    const fitting = this.of(type)
    if (fitting.length === 0) return undefined
    return { is: 'column', table: this.#table, column: this.#random.pick(fitting) }
  }

  /** The columns of a type, by their keys. */
  of(type: Type): string[] {
    const columns = Object.entries(this.#columns)
    return columns.filter(([, each]) => each === type).map(([column]) => column)
  }

  /** One of these columns, if there is one. */
  named(names: readonly string[]): string | undefined {
    const all = Object.entries(this.#columns)
    const fitting = all.filter(([name, type]) => names.includes(name) && type !== 'bigint')
    return fitting.length === 0 ? undefined : this.#random.pick(fitting)[0]
  }

  /** An operator for two values of a type. */
  operator(type: Type): Comparison {
    // How texts and ids are ordered is the database's collation's affair.
    return type === 'integer' || type === 'bigint' || type === 'timestamptz'
      ? this.#random.pick(['eq', 'ne', 'gt', 'gte', 'lt', 'lte'])
      : this.#random.pick(['eq', 'eq', 'ne'])
  }

  /** What a column of a type is compared with. */
  other(type: Type): Value {
    const random = this.#random
    const plain = (): Value => ({ is: 'literal', value: this.literal(type) })
    const claim = (as: 'text' | 'uuid' | 'integer' | 'boolean'): Value => ({
      is: 'claim',
      as,
      path: random.pick<readonly string[]>(claims[as]),
    })
    const nothing = (): Value => ({ is: 'literal', value: null, raw: true })
    const column = () => this.typed(type) as Value
    if (type !== 'text' && type !== 'uuid' && type !== 'integer' && type !== 'boolean') return plain()
    return random.oneOf<Value>([
      [6, plain],
      [3, () => claim(type)],
      [type === 'text' ? 3 : 0, () => ({ is: 'user id' })],
      [type === 'uuid' ? 3 : 0, () => ({ is: 'user uuid' })],
      [
        type === 'integer' && !this.#inQuery ? 1 : 0,
        () => ({ is: 'negated', value: random.pick([-1, 1, -2]) }),
      ],
      [2, column],
      [1, nothing],
    ])
  }

  literal(type: Type): Scalar {
    const random = this.#random
    if (type === 'text') return random.pick<string>([...users, 'a', ...oddTexts])
    if (type === 'uuid') return random.pick(uuids)
    if (type === 'timestamptz') return random.pick(times)
    if (type === 'boolean') return random.percent(50)
    const number = random.below(6) - 2
    return type === 'bigint' ? random.pick([BigInt(number), 9007199254740993n]) : number
  }
}
