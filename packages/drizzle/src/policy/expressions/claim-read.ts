import { sharedByCopies } from '@rowauth/core/internal'

/** Which claim an expression reads, and as what. */
interface ClaimRead {
  readonly path: readonly string[]
  /** As in `ClaimTypes`, without other names. */
  readonly as: string
}

const reads = /* @__PURE__ */ sharedByCopies('claim reads 1', () => new WeakMap<object, ClaimRead>())

/** Remembers which claim an expression reads. */
export function withClaimRead<Expression extends object>(
  expression: Expression,
  { path, as }: ClaimRead,
): Expression {
  reads.set(expression, { path: [...path], as })
  return expression
}

/** The names that lead to the claim which an expression of `claim()` reads; undefined for anything else. */
export function claimPath(expression: unknown): readonly string[] | undefined {
  return claimRead(expression)?.path
}

/** What an expression of `claim()` reads; undefined for anything else. */
export function claimRead(expression: unknown): ClaimRead | undefined {
  return typeof expression === 'object' && expression !== null ? reads.get(expression) : undefined
}
