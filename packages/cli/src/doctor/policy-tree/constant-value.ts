import type { TreeNode } from './tree-node.js'

const booleanType = '16'

/**
 * What a condition always is, whatever the row and the session: NULL counts as false, as in a policy. `null` when
 * it depends.
 *
 * @param equalityOperators - object ids of the operators called `=`
 */
export function constantValue(node: TreeNode, equalityOperators: ReadonlySet<string>): boolean | null {
  const of = (each: TreeNode) => constantValue(each, equalityOperators)
  switch (node.type) {
    case 'CONST':
      if (node.word('consttype') !== booleanType) return null
      return node.word('constisnull') !== 'true' && node.values('constvalue')[2] === '1'
    case 'BOOLEXPR': {
      const values = node.nodes('args').map(of)
      const operator = node.word('boolop')
      if (operator === 'not') return negation(node.nodes('args')[0], values[0])
      const decisive = operator === 'or'
      if (values.includes(decisive)) return decisive
      return values.includes(null) ? null : !decisive
    }
    case 'OPEXPR': {
      const [left, right] = node.nodes('args')
      const sameConstant =
        left?.type === 'CONST' &&
        right?.type === 'CONST' &&
        left.word('constisnull') === 'false' &&
        left.word('consttype') === right.word('consttype') &&
        left.values('constvalue').join() === right.values('constvalue').join()
      return sameConstant && equalityOperators.has(node.word('opno')) ? true : null
    }
    case 'SUBLINK': {
      const [query] = node.nodes('subselect')
      const [target] = query?.nodes('targetList') ?? []
      const [expression] = target?.nodes('expr') ?? []
      const [join] = query?.nodes('jointree') ?? []
      const isPlain =
        node.word('subLinkType') === '4' &&
        join?.nodes('fromlist').length === 0 &&
        join.nodes('quals').length === 0
      return isPlain && expression !== undefined ? of(expression) : null
    }
    default:
      return null
  }
}

/** NOT NULL is NULL again. */
function negation(operand: TreeNode | undefined, value: boolean | null | undefined): boolean | null {
  if (operand?.type === 'CONST' && operand.word('constisnull') === 'true') return false
  return typeof value === 'boolean' ? !value : null
}
