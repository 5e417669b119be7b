import { descend, isOwnColumn } from './descend.js'
import type { TreeNode } from './tree-node.js'

/** Which comparisons an index serves, and with what. */
export interface LookupRules {
  /** Object ids of the operators called `=`. */
  readonly equalityOperators: ReadonlySet<string>
}

/**
 * The columns by which rows can be found that a condition lets through: groups of column numbers. Every group has
 * to be served, and an index on any one column of a group serves it. Empty when no index can help.
 */
export function lookups(node: TreeNode, rules: LookupRules): number[][] {
  if (node.type === 'BOOLEXPR') {
    const arms = node.nodes('args').map((arm) => lookups(arm, rules))
    if (node.word('boolop') === 'or') return arms.every((groups) => groups.length > 0) ? arms.flat() : []
    if (node.word('boolop') !== 'and') return []
    const single = arms.filter((groups) => groups.length === 1).flat(2)
    return single.length > 0 ? [single] : (arms.find((groups) => groups.length > 0) ?? [])
  }
  const column = comparedColumn(node, rules)
  return column === undefined ? [] : [[column]]
}

/** Whether a condition is a column compared with something of the session that no table is read for: whose the row is. */
export function comparesOwner(
  node: TreeNode,
  rules: LookupRules,
  isSession: (id: string) => boolean,
): boolean {
  const places = [...descend(node)]
  const readsTable = places.some(({ node }) => node.word('rtekind') === '0')
  const asksSession = places.some(({ node }) => isSession(node.word('funcid')))
  return node.type === 'OPEXPR' && asksSession && !readsTable && comparedColumn(node, rules) !== undefined
}

/** The column that is compared for equality with something of the session: a sub-select or a function. */
function comparedColumn(node: TreeNode, { equalityOperators }: LookupRules): number | undefined {
  const isAny = node.type === 'SCALARARRAYOPEXPR' && node.word('useOr') === 'true'
  if ((node.type !== 'OPEXPR' && !isAny) || !equalityOperators.has(node.word('opno'))) return undefined
  const [left, right] = node.nodes('args').map(withoutRelabel)
  if (left === undefined || right === undefined) return undefined
  const sides = isAny ? [[left, right] as const] : [[left, right] as const, [right, left] as const]
  for (const [column, value] of sides) {
    if (isOwnColumn({ node: column, queries: [] }) && isOfSession(value))
      return Number(column.word('varattno'))
  }
  return undefined
}

/** Whether a sub-select compares a column of its own with that same column, which the name of an outer one has become. */
export function comparesItself(node: TreeNode, { equalityOperators }: LookupRules): boolean {
  return [...descend(node)].some(({ node, queries }) => {
    if (queries.length === 0 || node.type !== 'OPEXPR' || !equalityOperators.has(node.word('opno')))
      return false
    const [left, right] = node.nodes('args').map(withoutRelabel)
    const isSame = ['varno', 'varattno', 'varlevelsup'].every(
      (label) => left?.word(label) === right?.word(label),
    )
    return (
      left?.type === 'VAR' &&
      right?.type === 'VAR' &&
      isSame &&
      Number(left.word('varlevelsup')) < queries.length
    )
  })
}

/** `varchar` is compared as `text`, which an index on the column serves all the same. */
function withoutRelabel(node: TreeNode): TreeNode {
  const [inner] = node.type === 'RELABELTYPE' ? node.nodes('arg') : []
  return inner ?? node
}

function isOfSession(value: TreeNode): boolean {
  const places = [...descend(value)]
  return (
    places.some(({ node }) => node.type === 'SUBLINK' || node.type === 'FUNCEXPR') &&
    !places.some(isOwnColumn)
  )
}
