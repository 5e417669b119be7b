import { descend, isOwnColumn } from './descend.js'
import type { TreeNode } from './tree-node.js'

/** What may be called, and what may be cast to, when a condition is evaluated. */
export interface EvaluationRules {
  /** Object ids of functions of PostgreSQL that only compute. */
  readonly safeFunctions: ReadonlySet<string>
  /** Object ids of functions of the session that a value takes the place of. */
  readonly replacedFunctions: ReadonlySet<string>
  /** Object ids of enums: their functions are PostgreSQL's own. */
  readonly enums: ReadonlySet<string>
}

/** Below it are the object ids of what PostgreSQL brings. */
const firstOfUsers = 16384

/** Kinds of nodes that only compute, or that hold a query together. Those by two names are called so since PostgreSQL 16. */
const kinds = new Set([
  ...['VAR', 'CONST', 'FUNCEXPR', 'OPEXPR', 'DISTINCTEXPR', 'NULLIFEXPR', 'SCALARARRAYOPEXPR', 'BOOLEXPR'],
  ...['RELABELTYPE', 'COERCEVIAIO', 'ARRAYCOERCE', 'ARRAYCOERCEEXPR', 'CASE', 'CASEEXPR', 'WHEN', 'CASEWHEN'],
  ...['COALESCE', 'COALESCEEXPR', 'MINMAX', 'MINMAXEXPR', 'NULLTEST', 'BOOLEANTEST', 'SQLVALUEFUNCTION'],
  ...['ARRAY', 'ARRAYEXPR', 'CASETESTEXPR', 'COLLATE', 'COLLATEEXPR', 'NAMEDARGEXPR', 'PARAM'],
  ...[
    'SUBLINK',
    'QUERY',
    'TARGETENTRY',
    'RTE',
    'RANGETBLENTRY',
    'RANGETBLREF',
    'FROMEXPR',
    'JOINEXPR',
    'ALIAS',
  ],
  ...['RANGETBLFUNCTION', 'AGGREF', 'SORTGROUPCLAUSE', 'COMMONTABLEEXPR', 'SETOPERATIONSTMT'],
])

/** What may stand behind FROM: sub-selects, joins, functions, VALUES, what WITH names, and nothing; no tables. */
const sources = new Set(['1', '2', '3', '5', '6', '8'])

/** `session_user` and the like come last among the values that PostgreSQL has a word for; `user` has one in its place. */
const lastKnownValue = 11

/**
 * Whether a condition may be evaluated by anybody, superusers among them, although anybody may have written it: it
 * calls only what computes, casts to no type with functions of its own, and reads no table.
 */
export function isEvaluable(condition: TreeNode, rules: EvaluationRules): boolean {
  const may = (id: string) => rules.safeFunctions.has(id) || rules.replacedFunctions.has(id)
  const isType = (label: string) => /(type|typeid|typoid)$/.test(label)
  return [...descend(condition)].every((place) => {
    const { node } = place
    if (!kinds.has(node.type)) return false
    if (isOwnColumn(place) && Number(node.word('varattno')) <= 0) return false
    if (node.type === 'QUERY' && node.word('commandType') !== '1') return false
    if (node.type === 'SQLVALUEFUNCTION' && Number(node.word('op')) > lastKnownValue) return false
    for (const [label, word] of node.words()) {
      if (label === 'rtekind' && !sources.has(word)) return false
      if (['funcid', 'opfuncid', 'aggfnoid'].includes(label) && !may(word)) return false
      if (label === 'opno' && Number(word) >= firstOfUsers) return false
      if (isType(label) && Number(word) >= firstOfUsers && !rules.enums.has(word)) return false
    }
    return true
  })
}
