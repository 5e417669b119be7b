import type { IncomingMessage } from 'node:http'
import type { TokenCheck } from '../auth/token-check.js'
import type { Connections } from '../database/connections.js'
import type { DatabaseServer } from '../database/login.js'
import { runAsLogin, runWithClaims } from '../database/statements.js'
import { BoundedText } from '../results/bounded-text.js'
import { type TextResult, writeResult } from '../results/result-json.js'
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
  /** The only user who may log in with a password; undefined: nobody. */
  readonly passwordUser: string | undefined
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
  { server, connections, tokens, passwordUser }: SqlEndpointParts,
  request: IncomingMessage,
  signal: AbortSignal,
): Promise<SqlAnswer> {
  const { headers } = request
  const target = readConnectionString(singleHeader(request, 'neon-connection-string'))
  const credentials = readCredentials(headers.authorization, target, tokens, passwordUser)
  const options = readHeaders(headers)
  // Nothing of a body is parsed before its sender is known.
  const session =
    credentials.kind === 'token' ? await tokens.verify(credentials.token, target.user) : undefined
  const login =
    credentials.kind === 'token'
      ? server.loginFor(target.database, target.user)
      : { user: target.user, password: credentials.password, database: target.database }
  const bytes = await readBody(request)
  const { body, results } = await connections.use(login, signal, async (query) => {
    const body = parseBody(bytes)
    const results =
      session === undefined
        ? await runAsLogin(query, body, options.transaction)
        : await runWithClaims(query, session, body, options.transaction)
    return { body, results }
  })
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
  const text = new BoundedText()
  if (body.kind === 'batch') text.add('{"results":[')
  for (const [index, result] of results.entries()) {
    if (index > 0) text.add(',')
    writeResult(text, result, {
      rawText: options.rawText,
      arrayMode: statements[index]?.arrayMode ?? options.arrayMode,
    })
  }
  if (body.kind === 'batch') text.add(']}')
  return text.toString()
}
