import { TreeNode, type TreeValue } from './tree-node.js'

/** A bracket, or a word, in which a backslash takes the next character for what it is. */
const token = /[{}()]|(?:\\[\s\S]|[^\s{}()\\])+/g

/**
 * Reads the text of a `pg_node_tree`: `{TYPE :label value …}`, lists in parentheses.
 *
 * @throws {Error} when the text is something else
 */
export function parseTree(text: string): TreeNode {
  const tokens = text.match(token) ?? []
  let position = 0

  function value(): TreeValue {
    const word = tokens[position++]
    if (word === '{') return node()
    if (word === '(') return list()
    if (word === undefined || word === '}' || word === ')') throw new Error('This is no parse tree.')
    return word
  }

  function list(): TreeValue[] {
    const values: TreeValue[] = []
    while (tokens[position] !== ')') values.push(value())
    position += 1
    return values
  }

  function node(): TreeNode {
    const type = value()
    if (typeof type !== 'string') throw new Error('This is no parse tree.')
    const fields = new Map<string, TreeValue[]>()
    let behind: TreeValue[] = []
    while (tokens[position] !== '}') {
      const next = value()
      if (typeof next === 'string' && next.startsWith(':')) {
        behind = []
        fields.set(next.slice(1), behind)
      } else {
        behind.push(next)
      }
    }
    position += 1
    return new TreeNode(type, fields)
  }

  const root = value()
  if (!(root instanceof TreeNode)) throw new Error('This is no parse tree.')
  return root
}
