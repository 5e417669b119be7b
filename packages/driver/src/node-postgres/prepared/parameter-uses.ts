import { callsOthers } from './known-calls.js'
import { tokensOf } from './sql-tokens.js'

/**
 * What a statement does with a parameter: `stored` in a column as it is; `compared` with something for equality or
 * order; `cast` to a type that the text names; `counted`, as LIMIT or OFFSET.
 */
export type ParameterUse = 'stored' | 'compared' | 'cast' | 'counted'

const parameter = /^\$[1-9][0-9]*$/
const comparing = new Set(['=', '<>', '!=', '<', '>', '<=', '>=', 'between'])
/** What can follow an operand that nothing else is done to. */
const ending = new Set(
  '; ) , and or then when else end group having order limit offset fetch for union returning where'.split(
    ' ',
  ),
)
const clauses = new Set('select from where set values returning group having order on limit'.split(' '))

/** A pair of parentheses, or the statement itself. */
interface Level {
  /** What a bare list within it is. */
  readonly list: ParameterUse | undefined
  clause: string
}

/**
 * Reads what a statement does with each of its parameters.
 *
 * @returns undefined when one of them is used in another way, or twice, when the statement calls a function that
 *   may get a namesake, and when the text cannot be read
 */
export function parameterUses(text: string): readonly ParameterUse[] | undefined {
  const tokens = tokensOf(text)
  if (tokens === undefined || callsOthers(tokens)) return undefined
  const inserts = tokens[0] === 'insert'
  const uses: ParameterUse[] = []
  const outer: Level = { list: undefined, clause: '' }
  const levels = [outer]
  for (const [at, found] of tokens.entries()) {
    const level = levels.at(-1) ?? outer
    if (found === '(')
      levels.push({ list: listUse(tokens[at - 1], level, inserts && level === outer), clause: '' })
    else if (found === ')') levels.pop()
    // Rows that a query gives are not stored as they are.
    else if (clauses.has(found) && !(found === 'values' && level.clause === 'select')) level.clause = found
    else if (parameter.test(found)) {
      const index = Number(found.slice(1)) - 1
      const use = useOf(tokens, at, level)
      if (use === undefined || uses[index] !== undefined) return undefined
      uses[index] = use
    }
  }
  return uses
}

function listUse(before: string | undefined, level: Level, stores: boolean): ParameterUse | undefined {
  if (before === 'in') return 'compared'
  const row = level.clause === 'values' && (before === 'values' || before === ',')
  return stores && row ? 'stored' : undefined
}

function useOf(tokens: readonly string[], at: number, { list, clause }: Level): ParameterUse | undefined {
  const near = (distance: number) => tokens[at + distance] ?? ';'
  const before = near(-1)
  const after = near(1)
  if (after === '::') return /^[a-z]/.test(near(2)) ? 'cast' : undefined
  if (list !== undefined && clause === '' && /^[(,]$/.test(before) && /^[),]$/.test(after)) return list
  if (!ending.has(after)) return undefined
  if (before === 'limit' || before === 'offset') return 'counted'
  if (clause === 'set') return before === '=' && /^(?:set|,)$/.test(near(-3)) ? 'stored' : undefined
  if (comparing.has(before)) return 'compared'
  const between = before === 'and' && near(-3) === 'between' && parameter.test(near(-2))
  return between ? 'compared' : undefined
}
