import type { PgResult } from '../pg-statement.js'

/** What a query of `@neondatabase/serverless` answers with `fullResults`: the same form as node-postgres'. */
export type NeonResult = Pick<PgResult, 'command' | 'rowCount' | 'rows' | 'fields'>

/** The query function that `neon()` of `@neondatabase/serverless` returns: the part of it that is public. */
export interface NeonQuery {
  (...args: never[]): unknown
  query(...args: never[]): unknown
  transaction(...args: never[]): unknown
}

/** A query that is sent when it is awaited. */
export interface NeonQueryPromise extends Promise<NeonResult> {
  readonly queryData: unknown
  execute(queries: unknown[], options: object, transaction: NeonTransactionOptions): Promise<NeonResult[]>
}

/** A {@link NeonQuery}, as it is called here. */
export interface NeonCalls {
  query(text: string, values: readonly unknown[], options: NeonQueryOptions): NeonQueryPromise
  transaction(queries: NeonQueryPromise[], options: NeonTransactionOptions): Promise<NeonResult[]>
}

export interface NeonQueryOptions {
  readonly fullResults: true
  readonly arrayMode: boolean
  readonly types?: unknown
  readonly authToken?: string
}

export interface NeonTransactionOptions {
  readonly isolationLevel?: string
  readonly readOnly?: boolean
  readonly deferrable?: boolean
  readonly fullResults: true
}
