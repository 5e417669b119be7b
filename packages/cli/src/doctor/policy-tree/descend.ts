import { TreeNode, type TreeValue } from './tree-node.js'

/** A node and the queries around it, the outermost first. */
export interface Place {
  readonly node: TreeNode
  readonly queries: readonly TreeNode[]
}

/** Every node of a tree, with the queries that it is in. A query is in itself. */
export function* descend(value: TreeValue, queries: readonly TreeNode[] = []): Generator<Place> {
  if (typeof value === 'string') return
  if (!(value instanceof TreeNode)) {
    for (const each of value) yield* descend(each, queries)
    return
  }
  const inside = value.type === 'QUERY' ? [...queries, value] : queries
  yield { node: value, queries: inside }
  for (const each of value.contents()) yield* descend(each, inside)
}

/** How many queries are around what a column belongs to: 0 for the row that the policy judges. */
function home({ node, queries }: Place): number {
  return queries.length - Number(node.word('varlevelsup'))
}

/** Whether the place is a column of the row that the policy judges. */
export function isOwnColumn(place: Place): boolean {
  return place.node.type === 'VAR' && home(place) === 0
}

/** Whether a query looks at what is outside of it. `around`: the queries around it, itself the last. */
function isCorrelated(query: TreeNode, around: readonly TreeNode[]): boolean {
  for (const place of descend(query, around.slice(0, -1))) {
    if (place.node.type === 'VAR' && home(place) < around.length) return true
  }
  return false
}

function hasNoFrom(query: TreeNode): boolean {
  return query.nodes('jointree').every((join) => join.nodes('fromlist').length === 0)
}

/** Whether a query reads no table, wherever in it; functions, such as `jsonb_array_elements`, are none. */
function readsNoTable(query: TreeNode): boolean {
  return [...descend(query)].every(({ node }) => node.word('rtekind') !== '0')
}

/** How often what stands at a place is evaluated: once per query only in a sub-select of its own that looks at no row. */
export function evaluation({ queries }: Place): 'once' | 'perRow' | 'comparison' {
  const own = queries.map((query, i) => ({ query, around: queries.slice(0, i + 1) }))
  if (own.some(({ query, around }) => readsNoTable(query) && !isCorrelated(query, around))) return 'once'
  const innermost = own.at(-1)
  return innermost !== undefined && hasNoFrom(innermost.query) ? 'comparison' : 'perRow'
}
