import type { StatementConfig } from '../../pg-statement.js'
import type { PgClientInternals, PgQuery, PgResult } from '../pg-types.js'

/** pg's query object for a statement. Only what a statement is made of is taken over: portals and the like are ours. */
export function pgQuery(
  client: PgClientInternals,
  config: StatementConfig,
  name: string | undefined,
): PgQuery {
  const { text, values, rowMode, types, binary } = config
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
