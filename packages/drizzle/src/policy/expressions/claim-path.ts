import { sharedByCopies } from '@rowauth/core/internal'

/** Of which claim an expression is. */
const paths = /* @__PURE__ */ sharedByCopies('claim paths 1', () => new WeakMap<object, readonly string[]>())

/** Remembers which claim an expression reads. */
export function withClaimPath<Expression extends object>(
  expression: Expression,
  path: readonly string[],
): Expression {
  paths.set(expression, [...path])
  return expression
}

/** The names that lead to the claim which an expression of `claim()` reads; undefined for anything else. */
export function claimPath(expression: unknown): readonly string[] | undefined {
  return typeof expression === 'object' && expression !== null ? paths.get(expression) : undefined
}
