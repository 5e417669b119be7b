import { arms, type Condition } from './arms.js'
import { constantValue } from './constant-value.js'
import { descend, isOwnColumn } from './descend.js'
import type { TreeNode } from './tree-node.js'

/**
 * What a condition asks of a row and of the one whose query it is, the least first: nothing at all; to be signed in;
 * something of the row alone, whoever asks; something that only some have, or that ties the row to the caller. `never` is met by
 * nobody.
 */
export type Asks = (typeof order)[number]

const order = ['nothing', 'signedIn', 'state', 'caller', 'never'] as const

/** What is needed to tell. */
export interface AsksRules {
  readonly equalityOperators: ReadonlySet<string>
  /** Whether a function, by its object id, tells about the session: one of the auth schema, `current_setting`, what wraps them. */
  readonly isSession: (id: string) => boolean
  /** What trying it on rows and users has shown, by the text of the condition; undefined where it was not tried. */
  readonly tried: (text: string) => 'nothing' | 'signedIn' | 'something' | undefined
}

/** What a condition asks: of what OR joins the least counts, of what AND joins the most. */
export function asks(condition: Condition, rules: AsksRules): Asks {
  const constant = constantValue(condition.node, rules.equalityOperators)
  if (constant !== null) return constant ? 'nothing' : 'never'
  const tried = condition.text === undefined ? undefined : rules.tried(condition.text)
  if (tried === 'nothing' || tried === 'signedIn') return tried
  const joined = arms(condition)
  if (joined === undefined) return ofOne(condition.node, rules, tried)
  const places = joined.arms.map((arm) => order.indexOf(asks(arm, rules)))
  return order[joined.operator === 'or' ? Math.min(...places) : Math.max(...places)] ?? 'caller'
}

/** Whatever is not known counts as something about the caller: a table may have policies, and a function looks at the session. */
function ofOne(node: TreeNode, rules: AsksRules, tried: 'something' | undefined): Asks {
  const places = [...descend(node)]
  const calls = places.map(({ node }) => node.word('funcid')).filter((id) => id !== '')
  const ofSession = calls.some(rules.isSession) || places.some(({ node }) => isRoleName(node))
  const ofUsers = places.some(({ node }) => [...node.words()].some(([label, id]) => isCodeOfUsers(label, id)))
  if (places.some(({ node }) => node.word('rtekind') === '0')) return 'caller'
  const isOfRow = places.some(isOwnColumn)
  if (!isOfRow && ofSession && tried === undefined && isNotNull(node) && calls.every(rules.isSession))
    return 'signedIn'
  return ofSession || ofUsers ? 'caller' : 'state'
}

function isRoleName(node: TreeNode): boolean {
  return node.type === 'SQLVALUEFUNCTION' && Number(node.word('op')) > 8
}

function isCodeOfUsers(label: string, id: string): boolean {
  return ['funcid', 'opfuncid'].includes(label) && Number(id) >= 16384
}

function isNotNull(node: TreeNode): boolean {
  return node.type === 'NULLTEST' && node.word('nulltesttype') === '1'
}
