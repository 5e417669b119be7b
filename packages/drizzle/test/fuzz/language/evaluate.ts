import { claimAs, claimList, userId, userUuid } from './claims.js'
import type { Condition, Scalar, Value } from './condition.js'
import { like } from './like.js'

/** True, false, or NULL. */
export type Truth = boolean | null

export type Row = Readonly<Record<string, unknown>>

/** What a condition is asked of. */
export interface Situation {
  /** The claims of the session's token. */
  readonly claims: Readonly<Record<string, unknown>>
  /** By the name of its table. */
  readonly rows: Readonly<Record<string, Row>>
  /** The rows of `members` that the session may read. */
  readonly members: readonly Row[]
}

const not = (truth: Truth): Truth => (truth === null ? null : !truth)

function and(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false
  return truths.includes(null) ? null : true
}

const or = (truths: readonly Truth[]): Truth => not(and(truths.map(not)))

const equal = (left: Scalar, right: Scalar): Truth => {
  if (left === null || right === null) return null
  if (left instanceof Date || right instanceof Date) return Number(left) === Number(right)
  return typeof left === 'bigint' || typeof right === 'bigint'
    ? BigInt(left) === BigInt(right)
    : left === right
}

/** Whether a value is among others, as SQL has it: not in a list without elements, and unknown beside NULL. */
const among = (value: Scalar, list: readonly Scalar[]): Truth => or(list.map((each) => equal(value, each)))

function scalarOf(value: Value, { rows, claims }: Situation): Scalar {
  switch (value.is) {
    case 'column':
      return (rows[value.table]?.[value.column] ?? null) as Scalar
    case 'literal':
      return value.value
    case 'negated':
      return -value.value
    case 'claim':
      return claimAs(claims, value.path, value.as)
    case 'user id':
      return userId(claims)
    case 'user uuid':
      return userUuid(claims)
  }
}

/** What a condition says of a row, in SQL's logic of three values. */
export function evaluate(condition: Condition, situation: Situation): Truth {
  const value = (of: Value) => scalarOf(of, situation)
  const truths = (of: readonly Condition[]) => of.map((each) => evaluate(each, situation))
  const given = (truth: Truth, negated: boolean) => (negated ? not(truth) : truth)
  switch (condition.is) {
    case 'compare':
      return compare(condition.by, value(condition.left), value(condition.right))
    case 'and':
      return and(truths(condition.of))
    case 'or':
      return or(truths(condition.of))
    case 'raw':
      return condition.by === 'and' ? and(truths(condition.of)) : or(truths(condition.of))
    case 'not':
      return not(evaluate(condition.of, situation))
    case 'commented':
      return evaluate(condition.of, situation)
    case 'null':
      return given(value(condition.of) === null, condition.not)
    case 'between': {
      const of = value(condition.of)
      return given(and([compare('gte', of, condition.from), compare('lte', of, condition.to)]), condition.not)
    }
    case 'in':
      return given(among(value(condition.of), condition.list), condition.not)
    case 'like': {
      const text = value(condition.of)
      if (text === null) return null
      return given(
        like(String(text), condition.pattern, condition.by === 'ilike'),
        condition.by === 'notLike',
      )
    }
    case 'list': {
      const list = situation.rows[condition.table]?.[condition.column] as List
      return list && lists(condition.by, list, condition.with)
    }
    case 'claim list': {
      const list = situation.rows[condition.table]?.[condition.column] as List
      const claim = claimList(situation.claims, condition.path, 'text') as List
      if (!list || !claim) return null
      return condition.by === 'arrayContains'
        ? lists('arrayContains', claim, list)
        : lists(condition.by, list, claim)
    }
    case 'json': {
      const json = situation.rows[condition.table]?.[condition.column]
      if (json === null || json === undefined) return null
      return given(JSON.stringify(json) === JSON.stringify(condition.value), condition.by === 'ne')
    }
    case 'constant':
      return condition.value
    case 'owned': {
      const column = { is: 'column', table: condition.table, column: condition.column } as const
      const isUuid = condition.column === 'ownerId'
      return equal(value(column), isUuid ? userUuid(situation.claims) : userId(situation.claims))
    }
    case 'in claim': {
      const column = { is: 'column', table: condition.table, column: condition.column } as const
      const type =
        condition.column === 'ownerId' ? 'uuid' : condition.column === 'listId' ? 'integer' : 'text'
      const list = claimList(situation.claims, condition.path, type)
      return list && among(value(column), list)
    }
    case 'claim has': {
      const list = claimList(situation.claims, condition.path, 'text')
      return list && among(condition.value, list)
    }
    case 'lookup': {
      const found = situation.members.filter(
        (member) =>
          evaluate(condition.where, { ...situation, rows: { ...situation.rows, members: member } }) === true,
      )
      if (condition.by === 'exists') return found.length > 0
      if (condition.by === 'notExists') return found.length === 0
      const of = value({ is: 'column', ...condition.column })
      const truth = among(
        of,
        found.map(({ listId }) => (listId ?? null) as Scalar),
      )
      return given(truth, condition.by === 'notInArray')
    }
  }
}

function compare(by: string, left: Scalar, right: Scalar): Truth {
  if (left === null || right === null) return null
  if (by === 'eq') return equal(left, right)
  if (by === 'ne') return not(equal(left, right))
  if (by === 'gt') return left > right
  if (by === 'gte') return left >= right
  return by === 'lt' ? left < right : left <= right
}

type List = readonly (string | null)[] | null

/** NULL among the elements is equal to nothing. */
function lists(by: string, list: readonly (string | null)[], other: readonly (string | null)[]): boolean {
  const has = (all: readonly (string | null)[]) => (each: string | null) =>
    each !== null && all.includes(each)
  if (by === 'arrayContains') return other.every(has(list))
  return by === 'arrayContained' ? list.every(has(other)) : list.some(has(other))
}
