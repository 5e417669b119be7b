import type { IncomingMessage } from 'node:http'
import type { TokenCheck } from '../auth/token-check.js'
import type { Connections } from '../database/connections.js'
import type { DatabaseServer } from '../database/login.js'
import { runAsLogin, runWithClaims } from '../database/statements.js'
import { resultJson, type TextResult } from '../results/result-json.js'
import { readConnectionString } from './connection-string.js'
import { readCredentials } from './credentials.js'
import { maxBytes, responseTooLarge } from './failure.js'
import { parseBody, type RequestBody, readBody } from './request-body.js'
import { type RequestOptions, readHeaders } from './request-headers.js'

/** What `POST /sql` needs. */
export interface SqlEndpointParts {
  readonly server: DatabaseServer
  readonly connections: Connections
  readonly tokens: TokenCheck
}

/** A successful answer. */
export interface SqlAnswer {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Answers `POST /sql`.
 *
 * @param signal - aborts when nobody waits for the answer any more
 * @throws what {@link errorAnswer} reports
 */
export async function answerSql(
  { server, connections, tokens }: SqlEndpointParts,
  request: IncomingMessage,
  signal: AbortSignal,
): Promise<SqlAnswer> {
  const target = readConnectionString(singleHeader(request, 'neon-connection-string'))
  const credentials = readCredentials(request.headers.authorization, target, tokens)
  const options = readHeaders(request.headers)
  const body = parseBody(await readBody(request))
  let results: TextResult[]
  if (credentials.kind === 'token') {
    const session = await tokens.verify(credentials.token, target.user)
    const login = server.loginFor(target.database, target.user)
    results = await connections.use(login, signal, (query) =>
      runWithClaims(query, session, body, options.transaction),
    )
  } else {
    const login = { user: target.user, password: credentials.password, database: target.database }
    results = await connections.use(login, signal, (query) => runAsLogin(query, body, options.transaction))
  }
  const json = write(results, body, options)
  if (Buffer.byteLength(json) > maxBytes) throw responseTooLarge()
  return { body: json, headers: body.kind === 'batch' ? options.echo : {} }
}

function singleHeader({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}

function write(results: readonly TextResult[], body: RequestBody, options: RequestOptions): string {
  const statements = body.kind === 'single' ? [body.statement] : body.statements
  const written = results.map((result, index) =>
    resultJson(result, {
      rawText: options.rawText,
      arrayMode: statements[index]?.arrayMode ?? options.arrayMode,
    }),
  )
  return body.kind === 'single' ? written.join('') : `{"results":[${written.join(',')}]}`
}
