import { tokensOf } from '../../sql-text/tokens.js'
import type { Discrepancy } from '../../terminal/discrepancy.js'
import { policyObject, tableObject } from '../compare-policies.js'
import { type Policy, policyKey, tableKey } from '../policy.js'
import { exposures } from './exposures.js'
import type { Step } from './policy-history.js'

/** What reading migrations shows: faults, and what is worth a look. */
export interface StatementFindings {
  readonly findings: readonly Discrepancy[]
  readonly warnings: readonly Discrepancy[]
}

/** What is wrong with the statements of migrations about row-level security, but for what they say is meant. */
export function statementFindings(steps: readonly Step[]): StatementFindings {
  return {
    findings: [...steps.flatMap((step, i) => faultsOf(step, steps.slice(i + 1))), ...disabledTables(steps)],
    warnings: [...steps.flatMap(nothingAllowed), ...exposures(steps)],
  }
}

function faultsOf(step: Step, later: readonly Step[]): Discrepancy[] {
  const { action, file } = step
  if (action.verb !== 'create' && action.verb !== 'alter') return []
  const discrepancies: Discrepancy[] = []
  const hasParameter = [action.using, action.check].some((condition) => holdsParameter(condition ?? ''))
  if (hasParameter && !isIgnored(step, 'policy_parameter')) {
    discrepancies.push({
      ...{ code: 'policy_parameter', object: file },
      message: `The condition of ${policyObject(action)} holds a parameter, which a policy cannot have: the migration fails.`,
      hint: 'Write the value itself into the condition.',
    })
  }
  const made = step.after.get(policyKey(action))
  const remains = !later.some((each) => touches(each, action))
  if (
    made !== undefined &&
    remains &&
    isEmptyRestriction(made) &&
    !isIgnored(step, 'policy_without_condition')
  ) {
    discrepancies.push({
      ...{ code: 'policy_without_condition', object: file },
      message: `The restrictive ${policyObject(action)} has no condition, and so forbids nothing.`,
    })
  }
  return discrepancies
}

function holdsParameter(condition: string): boolean {
  const tokens = [...tokensOf(condition)]
  return tokens.some(({ text }, i) => text === '$' && /^\d/.test(tokens[i + 1]?.text ?? ''))
}

function isEmptyRestriction({ permissive, using, check }: Policy): boolean {
  return !permissive && using === null && check === null
}

function nothingAllowed(step: Step): Discrepancy[] {
  const { action, file } = step
  if (action.verb !== 'create' || action.permissive === false) return []
  if (action.using !== undefined || action.check !== undefined) return []
  if (isIgnored(step, 'policy_without_condition')) return []
  return [
    {
      ...{ code: 'policy_without_condition', object: file },
      message: `${policyObject(action)} has no condition, and so allows nothing.`.replace(/^p/, 'P'),
    },
  ]
}

function isIgnored({ statement }: Step, code: string): boolean {
  return statement.ignored.has(code)
}

function touches({ action }: Step, policy: { schema: string; table: string; name: string }): boolean {
  return 'name' in action && policyKey(action) === policyKey(policy)
}

/** Tables whose row-level security is turned off, and on again by nothing later. */
function disabledTables(steps: readonly Step[]): Discrepancy[] {
  const off = new Map<string, Step>()
  for (const step of steps) {
    const key = tableKey(step.action)
    if (step.action.verb === 'disable') off.set(key, step)
    if (step.action.verb === 'enable' || step.action.verb === 'drop table') off.delete(key)
    if (step.action.verb === 'move table') {
      const moved = off.get(key)
      off.delete(key)
      if (moved !== undefined) off.set(tableKey({ ...step.action, ...step.action.to }), moved)
    }
  }
  return [...off.values()]
    .filter((step) => !isIgnored(step, 'row_security_disabled'))
    .map(({ file, action }) => ({
      ...{ code: 'row_security_disabled', object: file },
      message: `It turns row-level security off for ${tableObject(action)}: drizzle-kit does so with the last policy of a table. Grants stay, so whoever has one sees every row.`,
      hint: 'Take the statement out of the migration (without policies nobody then sees a row), or .enableRLS() in the schema; or revoke the grants, and write "-- rowauth: ignore row_security_disabled" in front of the statement.',
    }))
}
