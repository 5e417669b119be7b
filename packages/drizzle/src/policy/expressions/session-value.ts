import { sharedByCopies } from '@rowauth/core/internal'

/** What an expression reads of the session. */
interface SessionValue {
  /** The call that made it, for errors: `claim("orgs")`. */
  readonly call: string
  /** The type, as in `ClaimTypes`, without other names. */
  readonly type: string
  /** The names that lead to a claim, where it is one as it stands in the token. */
  readonly path?: readonly string[]
}

const values = /* @__PURE__ */ sharedByCopies('session values 1', () => new WeakMap<object, SessionValue>())

/** Remembers what an expression reads. */
export function withSessionValue<Expression extends object>(
  expression: Expression,
  value: SessionValue,
): Expression {
  values.set(expression, value.path === undefined ? value : { ...value, path: [...value.path] })
  return expression
}

/** What an expression of this package reads of the session; undefined for anything else. */
export function sessionValue(expression: unknown): SessionValue | undefined {
  return typeof expression === 'object' && expression !== null ? values.get(expression) : undefined
}

/** The names that lead to the claim which an expression of `claim()` reads; undefined for anything else. */
export function claimPath(expression: unknown): readonly string[] | undefined {
  return sessionValue(expression)?.path
}
