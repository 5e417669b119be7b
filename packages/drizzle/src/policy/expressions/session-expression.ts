import { SQL, sql } from 'drizzle-orm'

/** Which auth schema an expression reads. */
export interface AuthExpressionOptions {
  /** The schema that holds the auth functions, as given to `authSchemaSql`. Default: `auth`. */
  readonly schema?: string | undefined
}

/**
 * A value of the current session. As a part of a larger expression it is a scalar sub-select, which Postgres
 * evaluates once per query (an InitPlan) instead of once per row. Rendered by itself, as drizzle-kit does with
 * a column default, it is the bare expression, since a default must not hold a sub-select.
 */
export class SessionExpression<T> extends SQL<T> {
  readonly #bare: SQL

  constructor(bare: string) {
    super([sql.raw(`(select ${bare})`)])
    this.#bare = sql.raw(bare)
  }

  override toQuery(config: Parameters<SQL['toQuery']>[0]): ReturnType<SQL['toQuery']> {
    return this.#bare.toQuery(config)
  }
}
