import type { PlanFacts } from './plan.js'

/** Commands whose policies a plan shows: WITH CHECK is in none, so that there is no insert. */
export const explainedCommands = ['select', 'update', 'delete'] as const
export type ExplainedCommand = (typeof explainedCommands)[number]

/** What PostgreSQL would do for one command. */
export interface CommandExplanation extends PlanFacts {
  readonly command: ExplainedCommand
  /** Names of the policies that hold for it. */
  readonly policies: readonly string[]
  /** Indexes that it could use instead of reading a table whole. */
  readonly possibleIndexes: readonly string[]
}

/** A command that the role may not run. */
export interface CommandRefusal {
  readonly command: ExplainedCommand
  readonly refused: string
}

/** How the policies of a table are evaluated for a role. */
export interface Explanation {
  readonly table: string
  readonly role: string
  /** Rows of the table, as far as PostgreSQL has counted. */
  readonly rows: number
  /** Whether policies are asked at all. */
  readonly asksPolicies: boolean
  readonly commands: readonly (CommandExplanation | CommandRefusal)[]
}
