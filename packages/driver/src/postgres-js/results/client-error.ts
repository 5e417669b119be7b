import { AuthError } from '@rowauth/core'
import { isServerError } from '../../node-postgres/pg-types.js'
import type { StatementConfig } from '../../pg-statement.js'
import type { ClientOptions, PostgresJs } from '../postgres-js-types.js'

/** postgres.js' names of the fields of an error, and node-postgres'. */
const fields = {
  severity_local: 'severity',
  severity: 'severity',
  code: 'code',
  message: 'message',
  detail: 'detail',
  hint: 'hint',
  position: 'position',
  internal_position: 'internalPosition',
  internal_query: 'internalQuery',
  where: 'where',
  schema_name: 'schema',
  table_name: 'table',
  column_name: 'column',
  'data type_name': 'dataType',
  constraint_name: 'constraint',
  file: 'file',
  line: 'line',
  routine: 'routine',
} as const

/** The fields of an error or a notice of the server's, as postgres.js names them. */
export function serverFields(message: object): Record<string, string> {
  const named: Record<string, string> = {}
  for (const [name, source] of Object.entries(fields)) {
    const value: unknown = Reflect.get(message, source)
    if (typeof value === 'string') named[name] = value
  }
  return named
}

/** What node-postgres says without a code, and postgres.js' code for it. */
const connectionCodes: readonly (readonly [says: RegExp, code: string])[] = [
  [/^Connection terminated|^Client has encountered a connection error/, 'CONNECTION_CLOSED'],
  [/^timeout expired$/, 'CONNECT_TIMEOUT'],
  [/after calling end on the pool/, 'CONNECTION_ENDED'],
]

function connectionError(error: Error, { host, port, path }: ClientOptions): Error {
  const code = connectionCodes.find(([says]) => says.test(error.message))?.[1]
  if (code === undefined || 'code' in error) return error
  const address = path ? String(path) : String(host[0])
  const place = path ? address : `${address}:${port[0]}`
  const where = path ? {} : { port: port[0] }
  return Object.assign(new Error(`write ${code} ${place}`, { cause: error }), {
    code,
    errno: code,
    address,
    ...where,
  })
}

/**
 * An error of node-postgres as postgres.js would have made it; an error of rowauth's or the user's as it is.
 *
 * @param statement - that failed, where it is the user's
 */
export function clientError(
  error: unknown,
  sql: PostgresJs,
  options: ClientOptions,
  statement?: StatementConfig,
): unknown {
  if (!(error instanceof Error) || error instanceof AuthError || error instanceof sql.PostgresError)
    return error
  if (!isServerError(error)) return connectionError(error, options)
  const named = new sql.PostgresError(serverFields(error) as never)
  if (statement === undefined) return named
  const enumerable = Boolean(options.debug)
  return Object.defineProperties(named, {
    query: { value: statement.text, enumerable },
    parameters: { value: statement.values ?? [], enumerable },
  })
}
