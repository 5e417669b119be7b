import { onceForAll, type RewriteNames } from '../expression/once-for-all.js'
import { withServerClaims } from '../expression/server-claims.js'
import { constantValue } from './constant-value.js'
import { descend, evaluation, isOwnColumn } from './descend.js'
import { lookups } from './lookups.js'
import { parseTree } from './parse-tree.js'

/** USING or WITH CHECK of a policy: its parse tree and its text, null when the policy lacks it. */
export interface Clause {
  readonly tree: string | null
  readonly text: string | null
}

/** What is needed to read a tree. */
export interface TreeNames extends RewriteNames {
  /** Object ids of the functions without arguments in the auth schema. */
  readonly sessionFunctions: ReadonlySet<string>
  /** Object ids of the operators called `=`. */
  readonly equalityOperators: ReadonlySet<string>
}

/** What the lints ask of a clause. */
export interface ClauseFacts {
  /** What it always is; null when it depends on the row or the session. */
  readonly constant: boolean | null
  /** Whether it looks at the row that the policy judges. */
  readonly mentionsRow: boolean
  /** Whether a function of the auth schema may run for each row. */
  readonly callsPerRow: boolean
  /** Whether a sub-select around such a function looks at the row. */
  readonly comparesInside: boolean
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
export function clauseFacts({ tree, text }: Clause, names: TreeNames): ClauseFacts | undefined {
  if (tree === null || text === null) return undefined
  const root = parseTree(tree)
  const places = [...descend(root)]
  const calls = places.filter(({ node }) => node.type === 'FUNCEXPR')
  const sessionCalls = calls
    .filter(({ node }) => names.sessionFunctions.has(node.word('funcid')))
    .map(evaluation)
  return {
    constant: constantValue(root, names.equalityOperators),
    mentionsRow: places.some(isOwnColumn),
    callsPerRow: sessionCalls.includes('perRow'),
    comparesInside: sessionCalls.includes('comparison'),
    functions: [...new Set(calls.map(({ node }) => node.word('funcid')))],
    lookups: lookups(root, names),
    once: onceForAll(text, names),
    serverClaims: withServerClaims(text),
  }
}
