/** The types that columns and values have here. */
export type Type = 'text' | 'uuid' | 'integer' | 'boolean' | 'bigint' | 'timestamptz' | 'text[]' | 'jsonb'

export type Scalar = string | number | boolean | bigint | Date | null

/** What stands on one side of an operator. */
export type Value =
  | { readonly is: 'column'; readonly table: string; readonly column: string }
  | { readonly is: 'literal'; readonly value: Scalar; readonly raw?: boolean }
  | { readonly is: 'negated'; readonly value: number }
  | {
      readonly is: 'claim'
      readonly path: readonly string[]
      readonly as: 'text' | 'uuid' | 'integer' | 'boolean'
    }
  | { readonly is: 'user id' | 'user uuid' }

export type Comparison = 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte'

/** How a row is looked up in another table. */
export type Lookup = 'exists' | 'notExists' | 'any' | 'inArray' | 'notInArray'

/** A condition as a user may write it, apart from how it is written and what it means. */
export type Condition =
  | { readonly is: 'compare'; readonly by: Comparison; readonly left: Value; readonly right: Value }
  | { readonly is: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly is: 'not'; readonly of: Condition }
  | { readonly is: 'null'; readonly of: Value; readonly not: boolean }
  | {
      readonly is: 'between'
      readonly of: Value
      readonly from: number
      readonly to: number
      readonly not: boolean
    }
  | { readonly is: 'in'; readonly of: Value; readonly list: readonly Scalar[]; readonly not: boolean }
  | {
      readonly is: 'like'
      readonly of: Value
      readonly pattern: string
      readonly by: 'like' | 'notLike' | 'ilike'
    }
  /** Written by hand in `sql`, without parentheses around the whole. */
  | {
      readonly is: 'raw'
      readonly by: 'and' | 'or'
      readonly of: readonly [Condition, Condition]
      /** There is a comment between the two. */
      readonly commented?: boolean
    }
  /** Written by hand in `sql`, with a comment in front. */
  | { readonly is: 'commented'; readonly as: 'line' | 'block'; readonly of: Condition }
  | {
      readonly is: 'list'
      readonly by: 'arrayContains' | 'arrayContained' | 'arrayOverlaps'
      readonly table: string
      readonly column: string
      readonly with: readonly string[]
    }
  /** A list of the token, beside a column that is one. */
  | {
      readonly is: 'claim list'
      readonly by: 'arrayContains' | 'arrayOverlaps'
      readonly table: string
      readonly column: string
      readonly path: readonly string[]
    }
  | {
      readonly is: 'json'
      readonly by: 'eq' | 'ne'
      readonly table: string
      readonly column: string
      readonly value: unknown
    }
  | { readonly is: 'constant'; readonly value: boolean | null }
  | { readonly is: 'owned'; readonly table: string; readonly column: string }
  | {
      readonly is: 'in claim'
      readonly table: string
      readonly column: string
      readonly path: readonly string[]
    }
  | { readonly is: 'claim has'; readonly value: string; readonly path: readonly string[] }
  | {
      readonly is: 'lookup'
      readonly by: Lookup
      /** The column that is looked up; for `exists` the condition says which. */
      readonly column: { readonly table: string; readonly column: string }
      readonly where: Condition
    }

/** What `crudPolicy` takes for a command; left out where the key is missing. */
export type Clause = Condition | boolean | null

export type Roles = string | readonly string[]

/** A call of `crudPolicy`. */
export interface Definition {
  readonly role: Roles
  readonly as?: 'permissive' | 'restrictive'
  readonly name?: string
  readonly read: Clause
  readonly modify?: Clause
  readonly insert?: Clause
  readonly update?: Clause | { readonly using: Condition | boolean; readonly check: Condition | boolean }
  readonly delete?: Clause
}

/** The table in which rows are looked up. */
export const members = {
  name: 'members',
  columns: { listId: 'integer', userId: 'text', level: 'integer' },
} as const

export function isPlainCondition(clause: Definition['update']): clause is Condition {
  return typeof clause === 'object' && clause !== null && !('using' in clause)
}
