/** A node of a plan, as `EXPLAIN (FORMAT JSON)` gives it. */
interface PlanNode {
  readonly 'Parent Relationship'?: string
  readonly Plans?: readonly PlanNode[]
  readonly [property: string]: unknown
}

const perRow = ['Filter', 'Index Cond', 'Recheck Cond', 'Join Filter', 'Hash Cond']
const sessionFunctions = /current_setting|\bauth\.|jsonb_/

/**
 * Conditions of a plan that read the session for each row. What is below an InitPlan runs once.
 *
 * @param answer - the first column of `EXPLAIN (FORMAT JSON)`
 */
export function readsPerRow(answer: unknown): string[] {
  const look = (node: PlanNode): string[] => {
    if (node['Parent Relationship'] === 'InitPlan') return []
    const here = perRow
      .map((property) => String(node[property] ?? ''))
      .filter((condition) => sessionFunctions.test(condition.replace(/'(?:[^']|'')*'/g, '')))
    return [...here, ...(node.Plans ?? []).flatMap(look)]
  }
  return (answer as { Plan: PlanNode }[]).flatMap(({ Plan }) => look(Plan))
}
