import { AuthError } from '@rowauth/core'
import type { AuthDriver } from '@rowauth/driver'
import type { PgResult, PgStatement } from '@rowauth/driver/node-postgres'

/*
 * The members of Drizzle's databases, sessions and prepared queries that both majors have, typed by their
 * shape: 1.0 exports other classes than 0.45 does.
 */

type Statement = Exclude<PgStatement, string>

/** What Drizzle's sessions read of a result. */
export type DrizzleResult = Pick<PgResult, 'command' | 'rowCount' | 'rows' | 'fields'>

/** A driver whose statements and results have node-postgres' form; `neonHttp` is one too. */
export type PgDriver = AuthDriver<DrizzleResult, PgStatement>

/** What Drizzle's sessions ask of their client: of `pg` with a config, of `neon()` with SQL text. */
export interface DrizzleClient {
  query(
    statement: string | Statement,
    values?: unknown[],
    options?: { readonly arrayMode?: boolean },
  ): Promise<DrizzleResult>
}

/** A client of Drizzle's that hands each statement on. */
export function clientOver(send: (statement: Statement) => Promise<DrizzleResult>): DrizzleClient {
  return {
    query: (statement, values, options) =>
      typeof statement === 'string'
        ? send({ text: statement, values, ...(options?.arrayMode ? { rowMode: 'array' } : {}) })
        : send({ ...statement, values }),
  }
}

/**
 * Stands where an authenticated session of Drizzle's has its client, so that a way around the session ends here.
 * Throws rather than rejects: what nobody waits for would end the process.
 */
export const noClient: DrizzleClient = {
  query() {
    throw new AuthError('unsupported', 'This way to run a query cannot be authenticated.')
  },
}

export interface DrizzlePrepared {
  execute(placeholderValues?: Record<string, unknown>, ...rest: unknown[]): Promise<unknown>
  /** 0.45 only. */
  all?(placeholderValues?: Record<string, unknown>): Promise<unknown>
  /** Set from outside in 0.45, after `prepareQuery` has returned. */
  joinsNotNullableMap?: unknown
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
  readonly $client?: unknown
  execute(...args: unknown[]): object
}

/** @throws {TypeError} when the value is no database of Drizzle's for Postgres, or one of an unknown make */
export function asDatabase(db: unknown): DrizzleDatabase {
  const candidate = db as Partial<DrizzleDatabase> | null | undefined
  const session = candidate?.session as Partial<DrizzleSession> | undefined
  if (
    typeof candidate?.dialect !== 'object' ||
    typeof candidate.query !== 'object' ||
    typeof candidate.execute !== 'function' ||
    typeof session?.prepareQuery !== 'function' ||
    typeof session.transaction !== 'function' ||
    !('client' in session)
  ) {
    throw new TypeError('withAuth() takes a Drizzle database for PostgreSQL.')
  }
  if (session.client === noClient) {
    throw new TypeError(
      'withAuth() takes the database itself. What $withAuth() returned is somebody’s already.',
    )
  }
  return candidate as DrizzleDatabase
}
