import type { PgResult } from '../pg-statement.js'

export type { PgResult, PgStatement } from '../pg-statement.js'

/** A pg `Client` or `PoolClient`: the part of it that is public. */
export interface PgClient {
  query(...args: never[]): unknown
  getTypeParser(...args: never[]): unknown
}

/** A pg `Pool`: the part of it that is needed. */
export interface PgPool {
  connect(): Promise<PgClient & { release(destroy?: boolean): void }>
  readonly totalCount: number
  on?(event: 'connect', listener: (client: PgClient) => void): unknown
}

/** An error as PostgreSQL sent it. */
export interface ServerError extends Error {
  readonly severity: string
  readonly code?: string
}

export function isServerError(error: unknown): error is ServerError {
  return error instanceof Error && 'severity' in error && typeof error.severity === 'string'
}

/** pg's own query object; the fields that can be set are those of its configuration. It serializes parameters and builds results; rowauth sends the messages. */
export interface PgQuery {
  callback: (error: Error | null | undefined, result?: PgResult) => void
  text: string
  values: readonly unknown[] | undefined
  name: string | undefined
  types: unknown
  binary: unknown
  readonly _result: { _types: unknown }
  prepare(connection: object): void
  handleRowDescription(message: unknown): void
  handleDataRow(message: unknown): void
  handleCommandComplete(message: unknown, connection: PgConnection): void
  handleReadyForQuery(connection: PgConnection): void
}

/** A message of the extended query protocol, by the name of the method of pg's connection that writes it. */
export type FrontendMessage = 'parse' | 'bind' | 'describe' | 'execute' | 'close'

/** The socket of a connection. */
export interface PgStream {
  write(chunk: Uint8Array): boolean
  destroy(error?: Error): void
  prependListener?(event: 'data', listener: (chunk: { readonly length: number }) => void): unknown
  listeners?(event: 'data'): ((chunk: never) => void)[]
  on?(event: 'data', listener: (chunk: never) => void): unknown
  off?(event: 'data', listener: (chunk: never) => void): unknown
  removeAllListeners?(event: 'data'): unknown
}

/** pg's `Connection`: writes protocol messages and emits the answers. */
export interface PgConnection {
  readonly stream: PgStream
  parsedStatements: Record<string, string>
  parse(message: object): void
  bind(message: object): void
  describe(message: object): void
  execute(message: object): void
  close(message: object): void
  query(text: string): void
  sync(): void
  on(event: string, listener: (message: never) => void): unknown
  prependListener(event: string, listener: (message: never) => void): unknown
  rawListeners?(event: string): readonly object[]
  emit?(event: 'end'): unknown
}

/** A `PgClient` as it is inside. pg-cursor and pg-query-stream rely on the same members. */
export interface PgClientInternals {
  readonly connection: PgConnection
  readonly constructor: { readonly Query: new (config: object) => PgQuery }
  readonly binary?: unknown
  readonly pipeline?: boolean
  /** As it logs in. */
  readonly user?: string | null
  /** The process that serves the connection, as was said when it opened; a pooler makes one up. */
  readonly processID?: number | null
  getTypeParser(oid: number, format?: string): unknown
  getTransactionStatus?(): string | null
  query(submittable: object, callback: (error?: Error | null) => void): unknown
  end(): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  off(event: 'error', listener: (error: Error) => void): unknown
}
