import { type PgResult, type PgStatement, statementText } from '../../pg-statement.js'
import type { PgClientInternals, PgQuery } from '../pg-types.js'

/** One statement of a message. */
export interface Step {
  readonly text: string
  /** The user's own name for the statement. */
  readonly name: string | undefined
  /** Under which a statement of ours is prepared; undefined: it stays unnamed. */
  readonly preparedAs: string | undefined
  readonly config: Exclude<PgStatement, string>
  /** A statement of ours: its rows are nobody's result. */
  readonly quiet: boolean
  /** The command tag without which it has not done what it says: a COMMIT may answer ROLLBACK. */
  readonly tag?: string
}

/** A statement of ours. `begin` and its like are never worth preparing, the claims statement always is. */
export function quietStep(statement: { text: string; values?: readonly unknown[] }): Step {
  const { text, values } = statement
  return {
    text,
    name: undefined,
    preparedAs: values === undefined ? undefined : text,
    config: { text, values },
    quiet: true,
  }
}

/** COMMIT of a failed transaction is no error to PostgreSQL: it answers ROLLBACK. */
export const commitStep: Step = { ...quietStep({ text: 'commit' }), tag: 'COMMIT' }

/** Bind counts parameters in 16 bits; pg would let a larger number wrap around. */
const maxParameters = 65_535

/**
 * A statement of the user's.
 *
 * @param role - the role it runs under. PostgreSQL plans a statement anew when the role changes under
 *   row-level security, so each role gets a prepared statement of its own.
 */
export function userStep(statement: PgStatement, role: string): Step {
  const config = typeof statement === 'string' ? { text: statement } : statement
  const { name, types, values } = config
  const text = statementText(statement)
  if (name !== undefined && name !== null && typeof name !== 'string') {
    throw new TypeError('The name of a statement must be a string.')
  }
  // The protocol ends strings with a zero byte: the rest would be read as a message of its own.
  if (text.includes('\u0000') || name?.includes('\u0000')) {
    throw new TypeError('A statement cannot contain U+0000.')
  }
  if (values !== undefined && values !== null && !Array.isArray(values)) {
    throw new TypeError('The values of a statement must be an array.')
  }
  if (values && values.length > maxParameters) {
    throw new RangeError(`A statement takes at most ${maxParameters} parameters.`)
  }
  const parameterTypes = Array.isArray(types) ? types.join() : ''
  return {
    text,
    // Nothing is gained by preparing nothing, and releases of pg disagree on whether it is prepared then.
    name: text === '' ? undefined : name,
    preparedAs: text === '' ? undefined : [role, parameterTypes, text].join('\u0000'),
    // What was looked at is what is sent, whatever the caller does to its object in the meantime.
    config: { ...config, text, values: values ? [...values] : undefined },
    quiet: false,
  }
}

/** pg's query object for a step. Only what a statement is made of is taken over: portals and the like are ours. */
export function pgQuery(client: PgClientInternals, step: Step, name: string | undefined): PgQuery {
  const { text, values, rowMode, types, binary } = step.config
  const query = new client.constructor.Query({
    text,
    values,
    rowMode,
    types: types ?? { getTypeParser: client.getTypeParser.bind(client) },
    name,
  })
  query.binary = binary ?? client.binary
  return query
}

/** The result of a step whose messages have all arrived, or the error of a type parser of the user's. */
export function resultOf(query: PgQuery, client: PgClientInternals): PgResult {
  let outcome: { error?: Error | null | undefined; result?: PgResult | undefined } = {}
  query.callback = (error, result) => {
    outcome = { error, result }
  }
  query.handleReadyForQuery(client.connection)
  if (outcome.error) throw outcome.error
  if (outcome.result === undefined) throw new Error('node-postgres gave no result.')
  return outcome.result
}
