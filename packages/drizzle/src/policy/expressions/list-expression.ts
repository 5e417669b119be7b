import { SQL, sql } from 'drizzle-orm'

/**
 * A list of the current session, evaluated once per query (an InitPlan). The cast says nothing new and has to be there:
 * `= any ((select …))` would be read as a comparison with the rows of the sub-select, each of which is a whole list.
 */
export class ListExpression<T> extends SQL<T> {
  constructor(select: string, type: string) {
    super([sql.raw(`cast(${select} as ${type})`)])
  }

  /** Rendered by itself, as drizzle-kit does with a column default. */
  override toQuery(): never {
    throw new TypeError(
      'A list of claims cannot be a column default or stand by itself: it needs a sub-select, which a default must not ' +
        'hold. Put it into an expression, as in `arrayContains(column, claim(…))`, or set the column when you insert.',
    )
  }
}
