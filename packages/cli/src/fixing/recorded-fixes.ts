import type { Finding } from '../doctor/finding.js'
import { type Statement, splitStatements } from '../sql-text/split-statements.js'
import { fixOrder } from './fix-order.js'
import { type PolicyState, policyChanges } from './policy-changes.js'

interface Recorded extends Statement {
  readonly finding: Finding
}

/** An index takes long to make, and nothing but its own lint looks for it. */
export function isIndex({ text }: Statement): boolean {
  return /^create\s+index\b/i.test(text)
}

function isPolicy({ text }: Statement): boolean {
  return /^(?:create|alter|drop)\s+policy\b/i.test(text)
}

/** Whether there is SQL in a fix at all. */
export function hasSql({ fix }: Finding): boolean {
  return splitStatements(fix).length > 0
}

/** The statements of fixes that have been applied, one after the other. */
export class RecordedFixes {
  #statements: readonly Recorded[] = []

  add(finding: Finding): void {
    const added = splitStatements(finding.fix).map((statement) => ({ ...statement, finding }))
    this.#statements = [...this.#statements, ...added]
  }

  /** Takes back what has not ended what it was for. */
  remove(isVain: (finding: Finding) => boolean): void {
    this.#statements = this.#statements.filter(({ finding }) => !isVain(finding))
  }

  hasIndex(index: Statement): boolean {
    return this.#statements.some((statement) => isIndex(statement) && statement.text === index.text)
  }

  /** As they were applied. */
  inOrder(): Statement[] {
    return withoutRepetition(this.#statements, isIndex)
  }

  /** With one statement a policy in place of all that were about it, behind schema and roles, which it may name. */
  composed(before: readonly PolicyState[], after: readonly PolicyState[]): Statement[] {
    const others = this.#statements.filter((statement) => !isPolicy(statement) && !isIndex(statement))
    const behindFirst = 1 + others.findLastIndex(({ finding }) => fixOrder(finding.number) === 0)
    return withoutRepetition([
      ...others.slice(0, behindFirst),
      ...policyChanges(before, after).map((text) => ({ text, comments: [] })),
      ...this.#statements.filter(isIndex),
      ...others.slice(behindFirst),
    ])
  }
}

function withoutRepetition(
  statements: readonly Statement[],
  mayLeaveOut: (statement: Statement) => boolean = () => true,
): Statement[] {
  const seen = new Set<string>()
  return statements.filter((statement) => {
    const isRepeated = seen.has(statement.text) && mayLeaveOut(statement)
    seen.add(statement.text)
    return !isRepeated
  })
}
