import { is, SQL, sql } from 'drizzle-orm'
import { assertComparisons } from './comparisons/assert-comparisons.js'
import { type RenderedCondition, renderExpression } from './rendering/render-expression.js'

/**
 * What a policy asks of a row: an expression, everything (`true`), nothing (`false`); no policy at all for `null`. `undefined` is there because
 * `and()` and its like may give it; `crudPolicy` refuses it.
 */
export type PolicyCondition = SQL | boolean | null | undefined

/** Readies a condition for `CREATE POLICY`; `what` names it in errors. */
export function renderCondition(condition: SQL | boolean, what: string): RenderedCondition {
  if (typeof condition === 'boolean') {
    const text = String(condition)
    return { expression: sql.raw(text), text }
  }
  if (!is(condition, SQL)) {
    throw new TypeError(`crudPolicy(): ${what} must be an SQL expression, true, false or null.`)
  }
  assertComparisons(condition)
  return renderExpression(condition)
}
