import { userId } from '../language/claims.js'
import type { Condition } from '../language/condition.js'
import { evaluate, type Row } from '../language/evaluate.js'
import { type Command, type Doc, docs, type Given, type User } from './game.js'
import type { Permissions } from './meaning.js'

/** What a command answers: an SQLSTATE, rows in the order of their ids, or how many there were. */
export type Answer =
  | { readonly error: string }
  | { readonly rows: readonly Doc[] }
  | { readonly count: number }

export interface Outcome {
  readonly answer: Answer
  /** All rows of the table afterwards. */
  readonly state: readonly Doc[]
}

interface Scene {
  readonly permissions: Permissions
  readonly user: User
  /** The rows of `members` that the user may read. */
  readonly members: readonly Row[]
}

class Refusal extends Error {
  constructor(readonly code: string) {
    super(code)
  }
}

const denied = '42501'
const duplicate = '23505'

/** What a command has to answer, and to leave behind. */
export function playModel(command: Command, state: readonly Doc[], scene: Scene): Outcome {
  try {
    const outcome = played(command, state, scene)
    return { answer: outcome.answer, state: byId(outcome.state) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { answer: { error: error.code }, state }
  }
}

const byId = (rows: readonly Doc[]) => [...rows].sort((a, b) => Number(a.id) - Number(b.id))

function played(command: Command, state: readonly Doc[], scene: Scene): Outcome {
  const { permissions, user, members } = scene
  const meets = (row: Doc, where: Condition | undefined) =>
    where === undefined ||
    evaluate(where, { claims: user.claims ?? {}, members, rows: { [docs.name]: row } }) === true
  const demand = (allowed: boolean) => {
    if (!allowed) throw new Refusal(denied)
  }
  const answer = (rows: readonly Doc[], returning: boolean): Answer =>
    returning ? { rows: byId(rows) } : { count: rows.length }
  const complete = (given: Given): Doc => ({ ...empty, owner: userId(user.claims ?? {}), ...given })

  switch (command.do) {
    case 'select':
    case 'count': {
      const found = state.filter(
        (row) =>
          permissions.using('select', row) &&
          (command.do === 'count' || !command.lock || permissions.using('update', row)) &&
          meets(row, command.where),
      )
      return { answer: answer(found, command.do === 'select'), state }
    }
    case 'insert': {
      const after = [...state]
      const added: Doc[] = []
      for (const given of command.rows) {
        const row = complete(given)
        demand(permissions.check('insert', row))
        if (command.returning) demand(permissions.using('select', row))
        if (after.some(({ id }) => id === row.id)) throw new Refusal(duplicate)
        after.push(row)
        added.push(row)
      }
      return { answer: answer(added, command.returning), state: after }
    }
    case 'update': {
      const reads = command.where !== undefined || command.returning || command.increment
      const changed: Doc[] = []
      const after = state.map((row) => {
        if (!permissions.using('update', row)) return row
        if (reads && !permissions.using('select', row)) return row
        if (!meets(row, command.where)) return row
        const next = { ...row, ...command.set, ...(command.increment && { n: plusOne(row.n) }) }
        demand(permissions.check('update', next))
        if (reads) demand(permissions.using('select', next))
        changed.push(next)
        return next
      })
      return { answer: answer(changed, command.returning), state: after }
    }
    case 'delete': {
      const reads = command.where !== undefined || command.returning
      const gone = state.filter(
        (row) =>
          permissions.using('delete', row) &&
          (!reads || permissions.using('select', row)) &&
          meets(row, command.where),
      )
      return { answer: answer(gone, command.returning), state: state.filter((row) => !gone.includes(row)) }
    }
    case 'upsert': {
      const proposed = complete(command.row)
      // PostgreSQL, CREATE POLICY: the proposed row is checked whether or not there is a conflict, and it has
      // to be readable, because the conflict's column is looked at.
      demand(permissions.check('insert', proposed))
      demand(permissions.using('select', proposed))
      const existing = state.find(({ id }) => id === proposed.id)
      if (existing === undefined) {
        return { answer: answer([proposed], command.returning), state: [...state, proposed] }
      }
      if (command.set === undefined) return { answer: answer([], command.returning), state }
      demand(permissions.using('update', existing) && permissions.using('select', existing))
      const next = { ...existing, ...command.set }
      demand(permissions.check('update', next) && permissions.using('select', next))
      return {
        answer: answer([next], command.returning),
        state: state.map((row) => (row === existing ? next : row)),
      }
    }
  }
}

const plusOne = (n: Doc['n']) => (n === null ? null : Number(n) + 1)

const empty: Doc = {
  id: null,
  owner: null,
  ownerId: null,
  title: null,
  n: null,
  flag: null,
  listId: null,
  big: null,
  at: null,
  labels: null,
  meta: null,
}
