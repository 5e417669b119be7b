import type { AuthDriver } from '@rowauth/driver'
import type { PgResult, PgStatement } from '@rowauth/driver/node-postgres'

/*
 * The members of Drizzle's databases, sessions and prepared queries that both majors have, typed by their
 * shape: 1.0 exports other classes than 0.45 does.
 */

export type Statement = Exclude<PgStatement, string>

/** What Drizzle's sessions read of a result. With all else that it has it is the result of raw SQL. */
export type DrizzleResult = Pick<PgResult, 'rowCount' | 'rows' | 'fields'> & {
  /** PGlite's count of what was changed. */
  readonly affectedRows?: number
}

/** A driver whose statements and results have node-postgres' form, whatever its client is. */
export type PgDriver = AuthDriver<DrizzleResult, PgStatement>

/** A driver whose results are lists of rows, as those of postgres.js are. */
export type RowListDriver = AuthDriver<readonly unknown[], PgStatement>

/** Sends one statement as somebody. */
export type Send = (statement: Statement) => Promise<DrizzleResult>

/** What Drizzle's sessions ask; by which method and in which form depends on the kind of client. */
export interface DrizzleClient {
  query?(...args: unknown[]): Promise<unknown>
  /** Of postgres.js. */
  unsafe?(...args: unknown[]): DrizzleLazyAnswer
}

/** What sends when it is awaited, or `values` is called. */
export interface DrizzleLazyAnswer {
  values(): Promise<unknown>
  then(onFulfilled?: (value: unknown) => unknown, onRejected?: (error: unknown) => unknown): Promise<unknown>
}

export interface DrizzlePrepared {
  execute(placeholderValues?: Record<string, unknown>, ...rest: unknown[]): Promise<unknown>
  /** 0.45 only. */
  all?(placeholderValues?: Record<string, unknown>): Promise<unknown>
  cache?: DrizzleCache
  /** 0.45: where it runs. */
  client?: DrizzleClient
  /** 0.45, neon-http: the same. */
  clientQuery?: DrizzleClient['query']
  /** 0.45: whether Drizzle's own batch asks for rows that are lists. */
  isResponseInArrayMode?(): boolean
  /** 1.0: asks the client of its session, which it does not hold itself. */
  executor?: (values: readonly unknown[]) => Promise<unknown>
}

export interface DrizzleCache {
  strategy(): 'explicit' | 'all'
  get(
    key: string,
    tables: string[],
    isTag: boolean,
    isAutoInvalidate?: boolean,
  ): Promise<unknown[] | undefined>
  put(key: string, response: unknown, tables: string[], isTag: boolean, config?: object): Promise<void>
  onMutate(params: CacheMutation): Promise<void>
}

export interface CacheMutation {
  readonly tags?: string | string[]
  readonly tables?: unknown
}

export interface DrizzleSession {
  client: DrizzleClient
  /** neon-http of 0.45 keeps its client here, too. */
  clientQuery?: unknown
  cache: DrizzleCache
  prepareQuery(...args: unknown[]): DrizzlePrepared
  transaction(run: (tx: never) => Promise<unknown>, config?: object): Promise<unknown>
}

export interface DrizzleDatabase {
  readonly dialect: object
  readonly session: DrizzleSession
  readonly _: object
  readonly query: Record<string, object>
  readonly $with: unknown
  execute(...args: unknown[]): object
  $count(...args: unknown[]): object
}

/** @returns undefined when the value is no database of Drizzle's for Postgres, or one of an unknown make */
export function drizzleDatabase(value: unknown): DrizzleDatabase | undefined {
  const candidate = value as Partial<DrizzleDatabase> | null | undefined
  const session = candidate?.session as Partial<DrizzleSession> | undefined
  const known =
    typeof candidate?.dialect === 'object' &&
    typeof candidate.query === 'object' &&
    typeof candidate.execute === 'function' &&
    typeof candidate.$count === 'function' &&
    typeof session?.prepareQuery === 'function' &&
    typeof session.transaction === 'function' &&
    'client' in session
  return known ? (candidate as DrizzleDatabase) : undefined
}
