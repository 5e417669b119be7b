/** What `postgres()` of postgres.js returns: the part of it that is needed. It is read, and never changed. */
export interface PostgresJs {
  readonly options: object
  readonly PostgresError: new (fields: never) => Error
  typed(value: never, type: number): unknown
  unsafe(...args: never[]): unknown
  begin(...args: never[]): unknown
}

/** A column of a result. */
export interface PostgresJsColumn {
  readonly name: string
  readonly parser: Parser | undefined
  readonly table: number
  readonly number: number
  readonly type: number
}

/** What a statement gives: the rows, as objects or with `rowMode: 'array'` as lists, in a list like postgres.js' own. */
export interface PostgresJsResult extends Array<unknown> {
  /** Rows that came or were changed; null where the server does not say. */
  readonly count: number | null
  /** `SELECT`, `INSERT`, `CREATE TABLE`; null for an empty statement, as are `columns` and `statement`. */
  readonly command: string | null
  /** Undefined for a statement without parameters that gives no rows. */
  readonly columns: readonly PostgresJsColumn[] | null | undefined
  readonly statement: {
    readonly string: string
    readonly types: readonly number[]
    readonly name: string
    readonly columns: readonly PostgresJsColumn[] | undefined
  } | null
  /** Always null: the connection is none of postgres.js'. */
  readonly state: null
}

export interface Parser {
  (text: string): unknown
  /** Of an array: it reads the text from behind its first character. */
  readonly array?: boolean
}

export type Serializer = (value: unknown) => unknown

interface Transform {
  readonly from?: ((value: never, column?: never) => unknown) | null | undefined
}

/** The options of a client as postgres.js keeps them, defaults, URL and environment included. */
export interface ClientOptions {
  readonly host: readonly string[]
  readonly port: readonly number[]
  readonly path: unknown
  readonly database: string
  readonly user: string
  readonly pass: unknown
  readonly ssl: unknown
  readonly sslnegotiation: unknown
  readonly max: unknown
  readonly idle_timeout: unknown
  readonly connect_timeout: unknown
  readonly max_lifetime: unknown
  readonly keep_alive: unknown
  readonly target_session_attrs: unknown
  readonly connection: Readonly<Record<string, unknown>>
  readonly socket: unknown
  readonly onnotice: unknown
  readonly prepare: unknown
  readonly debug: unknown
  readonly fetch_types: unknown
  readonly transform: {
    readonly undefined: unknown
    readonly column: Transform
    readonly value: Transform
    readonly row: Transform
  }
  readonly parsers: Readonly<Record<number, Parser | undefined>>
  readonly serializers: Readonly<Record<number, Serializer | undefined>>
}

/** @throws {TypeError} for what is not a client of postgres.js, its handle of a transaction among it */
export function clientOptions(sql: PostgresJs): ClientOptions {
  const callable: unknown = sql
  if (typeof callable !== 'function' || typeof sql.unsafe !== 'function') {
    throw new TypeError('postgresJs() takes what postgres() returns.')
  }
  const { options } = sql
  if (typeof options !== 'object' || options === null || typeof sql.begin !== 'function') {
    throw new TypeError(
      'postgresJs() takes what postgres() returns, and not the handle of a transaction or a reserved connection: ' +
        'authenticated statements run on connections of their own.',
    )
  }
  return options as ClientOptions
}
