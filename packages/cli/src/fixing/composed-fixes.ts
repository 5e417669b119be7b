import type { Finding } from '../doctor/finding.js'

/** All fixes of a database as one script. */
export interface ComposedFixes {
  /** In the order in which they apply, in one transaction. */
  readonly statements: readonly string[]
  /** What is not found any more afterwards; what one fix uncovers and another one ends is among it. */
  readonly settled: readonly Finding[]
  /** What only people can decide: it has no SQL, or stays as long as the application is as it is. */
  readonly undecided: readonly Finding[]
  /** What would be fixed by SQL that the role of the connection may not run. */
  readonly denied: readonly Finding[]
}
