import type { StatementConfig } from '../../pg-statement.js'
import type { PgClientInternals, PgQuery, PgResult } from '../pg-types.js'

/**
 * Configurations by the form of their rows. pg copies each property that a configuration has itself, which takes
 * longer than all else here; these have none of their own.
 */
const configOf = { array: Object.create({ rowMode: 'array' }), object: {} }

/** pg's query object for a statement. Only what a statement is made of is taken over: portals and the like are ours. */
export function pgQuery(
  client: PgClientInternals,
  config: StatementConfig,
  name: string | undefined,
): PgQuery {
  const { text, values, rowMode, types, binary } = config
  const query = new client.constructor.Query(configOf[rowMode === 'array' ? 'array' : 'object'])
  query.text = text
  query.values = values
  query.types = types
  query.name = name
  query.binary = binary ?? client.binary
  // As pg's client does for a query object that it is given.
  query._result._types = types ?? { getTypeParser: client.getTypeParser.bind(client) }
  return query
}

/** The result of a statement whose messages have all arrived, or the error of a type parser of the user's. */
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
