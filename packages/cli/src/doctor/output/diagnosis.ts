import type { Circumstances } from '../circumstances.js'
import type { Finding, IgnoredFinding } from '../finding.js'

/** What is printed of a look at a database. */
export interface Diagnosis {
  readonly circumstances: Circumstances
  /** What is not in the baseline. */
  readonly findings: readonly Finding[]
  /** What is, and was found. */
  readonly known: readonly Finding[]
  /** What is, and was not found any more. */
  readonly gone: readonly Pick<Finding, 'number' | 'object' | 'detail'>[]
  /** What comments say to ignore. */
  readonly ignored: readonly IgnoredFinding[]
  readonly ok: boolean
}
