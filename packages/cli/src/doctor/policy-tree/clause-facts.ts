import { onceForAll, type RewriteNames } from '../expression/once-for-all.js'
import { withServerClaims } from '../expression/server-claims.js'
import { type Asks, type AsksRules, asks } from './asks.js'
import { descend, evaluation } from './descend.js'
import { comparesItself, comparesOwner, lookups } from './lookups.js'
import { parseTree } from './parse-tree.js'
import type { TreeNode } from './tree-node.js'

/** USING or WITH CHECK of a policy: its parse tree and its text, null when the policy lacks it. */
export interface Clause {
  readonly tree: string | null
  readonly text: string | null
}

/** What is needed to read a tree. */
export interface TreeNames extends RewriteNames {
  /** Object ids of the functions without arguments in the auth schema. */
  readonly sessionFunctions: ReadonlySet<string>
  /** Object ids of the functions of users without arguments that call one of those, or read a setting. */
  readonly wrapperIds: ReadonlySet<string>
  /** Object ids of `current_setting`. */
  readonly settingFunctions: ReadonlySet<string>
  /** Object ids of the operators called `=`. */
  readonly equalityOperators: ReadonlySet<string>
}

/** What the lints ask of a clause. */
export interface ClauseFacts {
  /** What it always is; null when it depends on the row or the session. */
  readonly constant: boolean | null
  readonly asks: Asks
  /** Whether it is one comparison of a column with something of the session. */
  readonly comparesOwner: boolean
  /** Whether a sub-select compares a column of its own with itself. */
  readonly comparesItself: boolean
  /** Whether a function of the auth schema may run for each row. */
  readonly callsPerRow: boolean
  /** Whether a sub-select around such a function looks at the row. */
  readonly comparesInside: boolean
  /** Whether a setting may be read, or a function that wraps the session be called, for each row. */
  readonly wrapsPerRow: boolean
  /** Object ids of the functions that it calls. */
  readonly functions: readonly string[]
  /** Columns to be indexed, see `lookups()`. */
  readonly lookups: readonly (readonly number[])[]
  /** The condition with those functions once per query. */
  readonly once: string
  /** The condition with the claims that only the server may write in place of those that users may edit. */
  readonly serverClaims: string
}

/** Reads one clause; undefined where the policy has none. */
export function clauseFacts(
  { tree, text }: Clause,
  names: TreeNames,
  tried: AsksRules['tried'],
): ClauseFacts | undefined {
  if (tree === null || text === null) return undefined
  const root = parseTree(tree)
  const places = [...descend(root)]
  const calls = places.filter(({ node }) => node.type === 'FUNCEXPR')
  const sessionCalls = calls
    .filter(({ node }) => names.sessionFunctions.has(node.word('funcid')))
    .map(evaluation)
  const wrappedCalls = calls
    .filter(({ node }) => names.wrapperIds.has(node.word('funcid')) || readsSetting(node, names))
    .map(evaluation)
  const serverClaims = withServerClaims(text)
  const isSession = (id: string) =>
    names.sessionFunctions.has(id) || names.settingFunctions.has(id) || names.wrapperIds.has(id)
  const asked = asks({ node: root, text }, { equalityOperators: names.equalityOperators, isSession, tried })
  return {
    constant: asked === 'nothing' ? true : asked === 'never' ? false : null,
    asks: asked,
    comparesOwner: comparesOwner(root, names, isSession),
    comparesItself: comparesItself(root, names),
    callsPerRow: sessionCalls.includes('perRow'),
    comparesInside: sessionCalls.includes('comparison'),
    wrapsPerRow: wrappedCalls.some((each) => each !== 'once'),
    functions: [...new Set(calls.map(({ node }) => node.word('funcid')))],
    lookups: lookups(root, names),
    once: onceForAll(text, names),
    serverClaims: serverClaims === text ? text : onceForAll(serverClaims, names),
  }
}

function readsSetting(node: TreeNode, { settingFunctions }: TreeNames): boolean {
  return settingFunctions.has(node.word('funcid')) && node.nodes('args').every(({ type }) => type === 'CONST')
}
