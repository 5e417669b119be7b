import type { Condition, Definition, Scalar, Type } from '../language/condition.js'

/** The table that is played with. */
export const docs = {
  name: 'docs',
  columns: {
    id: 'integer',
    owner: 'text',
    ownerId: 'uuid',
    title: 'text',
    n: 'integer',
    flag: 'boolean',
    listId: 'integer',
    big: 'bigint',
    at: 'timestamptz',
    labels: 'text[]',
    meta: 'jsonb',
  } satisfies Record<string, Type>,
} as const

export type Doc = Readonly<Record<keyof typeof docs.columns, unknown>>

/** What an insert or an update gives; what is left out has its default, or stays. */
export type Given = Partial<Doc>

export interface User {
  /** The role of the session; without one it is that of signed-in users. */
  readonly role?: string
  /** Undefined for a visitor. */
  readonly claims?: Readonly<Record<string, unknown>>
}

export type Command =
  | { readonly do: 'select'; readonly where?: Condition; readonly lock: boolean }
  | { readonly do: 'count'; readonly where?: Condition }
  | { readonly do: 'insert'; readonly rows: readonly Given[]; readonly returning: boolean }
  | {
      readonly do: 'update'
      readonly set: Given
      /** Adds one to `n` besides, for which the row has to be looked at. */
      readonly increment: boolean
      readonly where?: Condition
      readonly returning: boolean
    }
  | { readonly do: 'delete'; readonly where?: Condition; readonly returning: boolean }
  | {
      readonly do: 'upsert'
      readonly row: Given
      /** Undefined: do nothing on a conflict. */
      readonly set?: Given
      readonly returning: boolean
    }

/** One user's commands, on the rows as they were at first. */
export interface Turn {
  readonly user: User
  readonly commands: readonly Command[]
}

/** Everything that a seed decides. */
export interface Game {
  readonly definitions: readonly Definition[]
  /** The policies of `members`. */
  readonly ofMembers: readonly Definition[]
  readonly rows: readonly Doc[]
  readonly members: readonly Readonly<Record<string, Scalar>>[]
  readonly turns: readonly Turn[]
}
