/** A node of a plan as `explain (format json)` prints it: what is read of it. */
export interface PlanNode {
  readonly 'Node Type': string
  readonly 'Parent Relationship'?: string
  readonly 'Plan Rows': number
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Index Cond'?: string
  readonly Filter?: string
  readonly 'Join Filter'?: string
  readonly 'Subplan Name'?: string
  readonly Plans?: readonly PlanNode[]
}

/** What a plan says about the policies of the only table that the query names. */
export interface PlanFacts {
  /** Whether something of them is computed once, before the rows. */
  readonly once: boolean
  /** What is called, or asked, for each row. */
  readonly perRow: readonly string[]
  /** By which rows are found. */
  readonly indexes: readonly string[]
  /** Whether rows are compared one by one, to leave some out. */
  readonly filters: boolean
  /** Whether a table is read whole. */
  readonly readsAll: boolean
  /** How many rows PostgreSQL expects. */
  readonly rows: number
}

/** Reads a plan. */
export function planFacts(root: PlanNode): PlanFacts {
  const own = [...ownNodes(root)]
  const all = [...everyNode(root)]
  const filters = own
    .flatMap((node) => [node.Filter, node['Join Filter']])
    .filter((text) => text !== undefined)
  const scans = own.filter((node) => node['Node Type'].endsWith('Scan'))
  const indexed = scans.filter((node) => node['Index Cond'] !== undefined)
  // PostgreSQL until 16 numbers the results of such plans, later it names them.
  const once = all.some((node) => node['Parent Relationship'] === 'InitPlan')
  const top = own.find((node) => node['Node Type'] !== 'ModifyTable') ?? root
  return {
    once: once || filters.some((text) => text.includes('hashed SubPlan')),
    perRow: [...new Set([...filters.flatMap(callsIn), ...filters.flatMap(subPlansIn)])],
    indexes: [...new Set(indexed.flatMap((node) => node['Index Name'] ?? []))],
    filters: filters.length > 0,
    readsAll: scans.some((node) => !isFound(node)),
    rows: top['Plan Rows'],
  }
}

/** Whether a scan has a condition on an index, its own or that of its bitmap. */
function isFound(node: PlanNode): boolean {
  if (node['Index Cond'] !== undefined) return true
  return (
    node['Node Type'] === 'Bitmap Heap Scan' &&
    [...everyNode(node)].some((each) => each['Index Cond'] !== undefined)
  )
}

/** The nodes that look at rows of the table, without the plans of sub-selects. */
function* ownNodes(node: PlanNode): Generator<PlanNode> {
  yield node
  for (const each of node.Plans ?? []) {
    const relationship = each['Parent Relationship']
    if (relationship !== 'InitPlan' && relationship !== 'SubPlan') yield* ownNodes(each)
  }
}

function* everyNode(node: PlanNode): Generator<PlanNode> {
  yield node
  for (const each of node.Plans ?? []) yield* everyNode(each)
}

/** Functions that are not PostgreSQL's have their schema in front, and inlined ones are settings in the end. */
function callsIn(text: string): string[] {
  const withoutStrings = text.replace(/'(?:[^']|'')*'/g, "''")
  const name = '(?:"(?:[^"]|"")+"|[\\p{L}_][\\p{L}\\p{N}_$]*)'
  const call = new RegExp(`(?<![\\w."])(?:${name}\\.${name}|current_setting)(?=\\()`, 'gu')
  return withoutStrings.match(call) ?? []
}

/** A sub-select that is asked for each row, and not kept in a table of hashes. */
function subPlansIn(text: string): string[] {
  return /(?<!hashed )\bSubPlan \d+|alternatives:/.test(text) ? ['a sub-select'] : []
}
