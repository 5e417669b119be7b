import { type Clause, type Definition, members } from '../language/condition.js'
import { evaluate, type Row, type Situation } from '../language/evaluate.js'
import { inherited } from '../language/vocabulary.js'
import type { User } from './game.js'

type Command = 'select' | 'insert' | 'update' | 'delete'

/** What a table's definitions let a user do, as docs/policies.md says it. */
export class Permissions {
  readonly #table: string
  readonly #definitions: readonly Definition[]
  readonly #situation: Omit<Situation, 'rows'>

  constructor(table: string, definitions: readonly Definition[], user: User, visible: readonly Row[] = []) {
    const role = roleOf(user)
    const own = ['public', role, ...(inherited[role] ?? [])]
    this.#table = table
    this.#definitions = definitions.filter(({ role: given }) =>
      [given].flat().some((each) => own.includes(each)),
    )
    this.#situation = { claims: user.claims ?? {}, members: visible }
  }

  /** Whether a row that is there may be used by a command. */
  using(command: Command, row: Row): boolean {
    return this.#allowed(command, 'using', row)
  }

  /** Whether a command may leave such a row behind. */
  check(command: Command, row: Row): boolean {
    return this.#allowed(command, 'check', row)
  }

  #allowed(command: Command, side: 'using' | 'check', row: Row): boolean {
    const truths = (as: 'permissive' | 'restrictive') =>
      this.#definitions
        .filter((definition) => (definition.as ?? 'permissive') === as)
        .map((definition) => clauseOf(definition, command, side))
        .filter((clause) => clause !== null && clause !== undefined)
        .map((clause) =>
          typeof clause === 'boolean'
            ? clause
            : evaluate(clause, { ...this.#situation, rows: { [this.#table]: row } }) === true,
        )
    return truths('permissive').includes(true) && !truths('restrictive').includes(false)
  }
}

const roleOf = ({ role, claims }: User): string => role ?? (claims ? 'authenticated' : 'anonymous')

function clauseOf(definition: Definition, command: Command, side: 'using' | 'check'): Clause | undefined {
  if (command === 'select') return definition.read
  const own = definition[command]
  // Only what is left out is taken from `modify`; null is an answer.
  const clause = own === undefined ? definition.modify : own
  return typeof clause === 'object' && clause !== null && 'using' in clause ? clause[side] : clause
}

/** The rows of `members` that a user may read. */
export function visibleMembers(
  definitions: readonly Definition[],
  rows: readonly Row[],
  user: User,
): readonly Row[] {
  // Without policies drizzle-kit leaves row-level security off.
  if (definitions.length === 0) return rows
  const permissions = new Permissions(members.name, definitions, user)
  return rows.filter((row) => permissions.using('select', row))
}
