import { Group, isBlank, type Part, partsOf, textOf } from '../../sql-text/expression-parts.js'
import type { TreeNode } from './tree-node.js'

/** A condition, or a part of it that stands by itself, as a tree and as text. */
export interface Condition {
  readonly node: TreeNode
  /** Undefined where tree and text do not go together. */
  readonly text: string | undefined
}

/** What AND or OR joins at the top of a condition; undefined for one that is neither. */
export function arms({ node, text }: Condition): { operator: 'and' | 'or'; arms: Condition[] } | undefined {
  const operator = node.type === 'BOOLEXPR' ? node.word('boolop') : ''
  if (operator !== 'and' && operator !== 'or') return undefined
  const nodes = node.nodes('args')
  const texts = text === undefined ? [] : split(unwrapped(partsOf(text)), operator.toUpperCase())
  const fit = texts.length === nodes.length
  return { operator, arms: nodes.map((each, i) => ({ node: each, text: fit ? texts[i] : undefined })) }
}

/** PostgreSQL prints what AND and OR join in parentheses of its own. */
function unwrapped(parts: readonly Part[]): readonly Part[] {
  const [group, ...others] = parts.filter((part) => !isBlank(part))
  return group instanceof Group && others.length === 0 ? unwrapped(group.parts) : parts
}

function split(parts: readonly Part[], word: string): string[] {
  const texts: Part[][] = [[]]
  for (const part of parts) {
    if (part === word) texts.push([])
    else texts.at(-1)?.push(part)
  }
  return texts.map((each) => textOf(each).trim())
}
