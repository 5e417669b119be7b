import type { Random } from '../random.js'
import {
  type Comparison,
  type Condition,
  type Lookup,
  members,
  type Scalar,
  type Type,
  type Value,
} from './condition.js'
import { jsonValues, labels, oddTexts, times, users, uuids } from './vocabulary.js'

/** The columns that a condition may use, by table. */
export type Columns = Readonly<Record<string, Readonly<Record<string, Type>>>>

/** Column names that `ownedBy` and `inClaim` are used with. */
const owning = ['owner', 'ownerId', 'userId']
const listed = ['owner', 'ownerId', 'listId', 'title', 'userId']

const claims = {
  text: [['tenant'], ['app', 'role'], ["o'brien"], ['https://example.com/role'], ['a--b']],
  uuid: [['org']],
  integer: [['level'], ['groups', '0']],
  boolean: [['admin']],
} as const

const claimLists = [['lists'], ['app', 'lists'], ['teams'], ['none']] as const

interface ConditionOptions {
  /** Whether rows are looked up in `members` by the column `listId`. */
  readonly looksUp?: boolean
  /** Written for a query, where Drizzle and PostgreSQL alone say what it means. */
  readonly inQuery?: boolean
}

/** Conditions on a table, made of random parts. */
export class ConditionMaker {
  readonly #random: Random
  readonly #columns: Columns
  readonly #table: string
  readonly #options: ConditionOptions

  constructor(random: Random, table: string, columns: Columns, options: ConditionOptions = {}) {
    this.#random = random
    this.#table = table
    this.#columns = columns
    this.#options = options
  }

  /** @param depth - how many conditions may be within one another */
  condition(depth = 3): Condition {
    const random = this.#random
    if (depth <= 0) return this.atom()
    const inner = () => this.condition(depth - 1)
    return random.oneOf<Condition>([
      [9, () => this.atom()],
      [3, () => ({ is: random.pick(['and', 'or'] as const), of: random.times(1, 3, inner) })],
      [1, () => ({ is: 'not', of: inner() })],
      [
        this.#options.inQuery ? 0 : 1,
        () => ({
          is: 'raw',
          by: random.pick(['and', 'or'] as const),
          of: [this.#simple(), this.#simple()],
          ...(random.percent(15) && { commented: true }),
        }),
      ],
      [
        !this.#options.inQuery && random.percent(20) ? 1 : 0,
        () => ({ is: 'commented', as: random.pick(['line', 'block'] as const), of: inner() }),
      ],
      [this.#options.looksUp ? 1 : 0, () => this.#lookup()],
    ])
  }

  atom(): Condition {
    const random = this.#random
    const owned = this.#named(owning)
    const inList = this.#named(listed)
    const [lists, json] = [this.#of('text[]'), this.#of('jsonb')]
    return random.oneOf<Condition>([
      [8, () => this.#simple()],
      [owned ? 5 : 0, () => ({ is: 'owned', table: this.#table, column: owned as string })],
      [
        inList ? 2 : 0,
        () => ({
          is: 'in claim',
          table: this.#table,
          column: inList as string,
          path: random.pick(claimLists),
        }),
      ],
      [
        1,
        () => ({
          is: 'claim has',
          value: random.pick(['editor', 'auditor', ...oddTexts]),
          path: random.pick(claimLists),
        }),
      ],
      [lists.length > 0 && !this.#options.inQuery ? 2 : 0, () => this.#list(random.pick(lists))],
      [
        json.length > 0 && !this.#options.inQuery ? 1 : 0,
        () => ({
          is: 'json',
          by: random.pick(['eq', 'eq', 'ne'] as const),
          ...{ table: this.#table, column: random.pick(json) },
          value: random.pick(jsonValues),
        }),
      ],
      [1, () => ({ is: 'constant', value: random.pick([true, false, null]) })],
    ])
  }

  /** One operator, which is the same with or without parentheses around it. */
  #simple(): Condition {
    const random = this.#random
    const { column, type } = this.#columnOf()
    const integer = this.#typed('integer')
    const text = this.#typed('text')
    return random.oneOf<Condition>([
      [8, () => ({ is: 'compare', by: this.#operator(type), left: column, right: this.#other(type) })],
      [2, () => ({ is: 'null', of: column, not: random.percent(50) })],
      [
        integer ? 1 : 0,
        () => ({
          is: 'between',
          of: integer as Value,
          from: random.below(4) - 1,
          to: random.below(6),
          not: random.percent(30),
        }),
      ],
      [
        2,
        () => ({
          is: 'in',
          of: column,
          list: random.times(random.percent(5) ? 0 : 1, 3, () => this.#literal(type)),
          not: random.percent(30),
        }),
      ],
      [
        text ? 1 : 0,
        () => ({
          is: 'like',
          of: text as Value,
          pattern: random.pick(["o'%", '%--%', '_lice', '%\\%%', '%', 'A%', '%🙂', 'a_b', '$%', '\\\\%']),
          by: random.pick(['like', 'notLike', 'ilike'] as const),
        }),
      ],
    ])
  }

  #lookup(): Condition {
    const random = this.#random
    const inMembers = new ConditionMaker(random, members.name, { [members.name]: members.columns })
    const by: Lookup = random.pick(['exists', 'notExists', 'any', 'inArray', 'notInArray'])
    const column = { table: this.#table, column: 'listId' }
    const mine: Condition = random.percent(80)
      ? { is: 'owned', table: members.name, column: 'userId' }
      : inMembers.condition(1)
    const correlates = by === 'exists' || by === 'notExists' ? random.percent(80) : false
    if (!correlates) return { is: 'lookup', by, column, where: mine }
    const same: Condition = {
      is: 'compare',
      by: 'eq',
      left: { is: 'column', table: members.name, column: 'listId' },
      right: { is: 'column', ...column },
    }
    return { is: 'lookup', by, column, where: { is: 'and', of: [mine, same] } }
  }

  #columnOf(): { readonly column: Value; readonly type: Type } {
    const columns = Object.entries(this.#columns[this.#table] ?? {})
    const [column, type] = this.#random.pick(
      columns.filter(([, each]) => each !== 'text[]' && each !== 'jsonb'),
    )
    return { column: { is: 'column', table: this.#table, column }, type }
  }

  #typed(type: Type): Value | undefined {
    const fitting = this.#of(type)
    if (fitting.length === 0) return undefined
    return { is: 'column', table: this.#table, column: this.#random.pick(fitting) }
  }

  #of(type: Type): string[] {
    const columns = Object.entries(this.#columns[this.#table] ?? {})
    return columns.filter(([, each]) => each === type).map(([column]) => column)
  }

  #list(column: string): Condition {
    const random = this.#random
    const place = { table: this.#table, column }
    return random.percent(50)
      ? {
          ...{ is: 'list', ...place },
          by: random.pick(['arrayContains', 'arrayContained', 'arrayOverlaps'] as const),
          with: random.times(1, 2, () => random.pick(labels)),
        }
      : {
          ...{ is: 'claim list', ...place },
          by: random.pick(['arrayContains', 'arrayOverlaps'] as const),
          path: random.pick(claimLists),
        }
  }

  #named(names: readonly string[]): string | undefined {
    const all = Object.entries(this.#columns[this.#table] ?? {})
    const fitting = all.filter(([name, type]) => names.includes(name) && type !== 'bigint')
    return fitting.length === 0 ? undefined : this.#random.pick(fitting)[0]
  }

  #operator(type: Type): Comparison {
    // How texts and ids are ordered is the database's collation's affair.
    return type === 'integer' || type === 'bigint' || type === 'timestamptz'
      ? this.#random.pick(['eq', 'ne', 'gt', 'gte', 'lt', 'lte'])
      : this.#random.pick(['eq', 'eq', 'ne'])
  }

  #other(type: Type): Value {
    const random = this.#random
    const plain = (): Value => ({ is: 'literal', value: this.#literal(type) })
    const claim = (as: 'text' | 'uuid' | 'integer' | 'boolean'): Value => ({
      is: 'claim',
      as,
      path: random.pick<readonly string[]>(claims[as]),
    })
    const nothing = (): Value => ({ is: 'literal', value: null, raw: true })
    const column = () => this.#typed(type) as Value
    if (type !== 'text' && type !== 'uuid' && type !== 'integer' && type !== 'boolean') return plain()
    return random.oneOf<Value>([
      [6, plain],
      [3, () => claim(type)],
      [type === 'text' ? 3 : 0, () => ({ is: 'user id' })],
      [type === 'uuid' ? 3 : 0, () => ({ is: 'user uuid' })],
      [
        type === 'integer' && !this.#options.inQuery ? 1 : 0,
        () => ({ is: 'negated', value: random.pick([-1, 1, -2]) }),
      ],
      [2, column],
      [1, nothing],
    ])
  }

  #literal(type: Type): Scalar {
    const random = this.#random
    if (type === 'text') return random.pick<string>([...users, 'a', ...oddTexts])
    if (type === 'uuid') return random.pick(uuids)
    if (type === 'timestamptz') return random.pick(times)
    if (type === 'boolean') return random.percent(50)
    const number = random.below(6) - 2
    return type === 'bigint' ? random.pick([BigInt(number), 9007199254740993n]) : number
  }
}
