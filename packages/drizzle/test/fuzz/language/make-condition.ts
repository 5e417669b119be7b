import type { Random } from '../random.js'
import { type Condition, type Lookup, members, type Value } from './condition.js'
import { type Columns, ValueMaker } from './make-value.js'
import { jsonValues, labels, oddTexts } from './vocabulary.js'

/** Column names that `ownedBy` and `inClaim` are used with. */
const owning = ['owner', 'ownerId', 'userId']
const listed = ['owner', 'ownerId', 'listId', 'title', 'userId']

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
  readonly #values: ValueMaker
  readonly #table: string
  readonly #options: ConditionOptions

  constructor(random: Random, table: string, columns: Columns, options: ConditionOptions = {}) {
    this.#random = random
    this.#table = table
    this.#values = new ValueMaker(random, table, columns, options.inQuery === true)
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
    const owned = this.#values.named(owning)
    const inList = this.#values.named(listed)
    const [lists, json] = [this.#values.of('text[]'), this.#values.of('jsonb')]
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
    const { column, type } = this.#values.columnOf()
    const integer = this.#values.typed('integer')
    const text = this.#values.typed('text')
    return random.oneOf<Condition>([
      [
        8,
        () => ({
          is: 'compare',
          by: this.#values.operator(type),
          left: column,
          right: this.#values.other(type),
        }),
      ],
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
          list: random.times(random.percent(5) ? 0 : 1, 3, () => this.#values.literal(type)),
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
    const columns = { [members.name]: members.columns }
    const inMembers = new ConditionMaker(random, members.name, columns, {
      inQuery: this.#options.inQuery === true,
    })
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
}
