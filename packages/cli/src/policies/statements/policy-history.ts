import type { Migrations } from '../../migrations/read-migrations.js'
import { type Policy, policyKey, policyOf, tableKey } from '../policy.js'
import { readAction, type SecurityAction } from './policy-statements.js'
import { type Statement, statementsOf } from './statement-tokens.js'

/** One statement about row-level security, and what there was before it. */
export interface Step {
  readonly file: string
  readonly statement: Statement
  readonly action: SecurityAction
  /** Policies by {@link policyKey}, with their conditions as they are written. */
  readonly before: ReadonlyMap<string, Policy>
  readonly after: ReadonlyMap<string, Policy>
}

/** What a project's own migrations do to row-level security, statement by statement, as far as that can be read. */
export function policyHistory({ list }: Migrations): Step[] {
  const steps: Step[] = []
  let policies: ReadonlyMap<string, Policy> = new Map()
  for (const { file, text, isIntact } of list) {
    if (isIntact !== undefined) continue
    for (const statement of statementsOf(text)) {
      const action = readAction(statement)
      if (action === undefined) continue
      const after = applied(policies, action)
      steps.push({ file, statement, action, before: policies, after })
      policies = after
    }
  }
  return steps
}

function applied(policies: ReadonlyMap<string, Policy>, action: SecurityAction): ReadonlyMap<string, Policy> {
  const table = tableKey(action)
  switch (action.verb) {
    case 'create': {
      const { permissive, command, ...rest } = action
      const policy = policyOf({ ...rest, as: permissive === false ? 'restrictive' : '', for: command })
      return new Map(policies).set(policyKey(policy), policy)
    }
    case 'alter':
      return changed(
        policies,
        (policy) => policyKey(policy) === policyKey(action),
        ({ ...policy }) => ({
          ...policy,
          roles: action.roles ?? policy.roles,
          using: action.using ?? policy.using,
          check: action.check ?? policy.check,
        }),
      )
    case 'rename':
      return changed(
        policies,
        (policy) => policyKey(policy) === policyKey(action),
        (policy) => ({ ...policy, name: action.to }),
      )
    case 'drop':
      return changed(
        policies,
        (policy) => policyKey(policy) === policyKey(action),
        () => undefined,
      )
    case 'drop table':
      return changed(
        policies,
        (policy) => tableKey(policy) === table,
        () => undefined,
      )
    case 'move table':
      return changed(
        policies,
        (policy) => tableKey(policy) === table,
        (policy) => ({ ...policy, ...action.to }),
      )
    default:
      return policies
  }
}

function changed(
  policies: ReadonlyMap<string, Policy>,
  which: (policy: Policy) => boolean,
  change: (policy: Policy) => Policy | undefined,
): ReadonlyMap<string, Policy> {
  const all = [...policies.values()].flatMap((policy) => (which(policy) ? (change(policy) ?? []) : policy))
  return new Map(all.map((policy) => [policyKey(policy), policy]))
}

/** Policies whose last statement says that it is meant to differ from the schema. */
export function acknowledgedPolicies(steps: readonly Step[]): ReadonlySet<string> {
  const acknowledged = new Set<string>()
  for (const { action, statement } of steps) {
    if (!('name' in action)) continue
    const key = policyKey(action.verb === 'rename' ? { ...action, name: action.to } : action)
    if (statement.ignored.has('policy_differs')) acknowledged.add(key)
    else acknowledged.delete(key)
  }
  return acknowledged
}
