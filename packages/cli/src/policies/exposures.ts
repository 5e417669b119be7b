import type { Discrepancy } from '../terminal/discrepancy.js'
import { policyObject } from './compare-policies.js'
import { type Policy, policyKey, tableKey } from './policy.js'
import type { Step } from './policy-history.js'

/**
 * Restrictive policies that are missing between two statements of a migration: dropped before they are made again, or
 * made behind the permissive ones that they narrow. Where a migration is no transaction, others see that. Migrations
 * in folders of their own are for Drizzle 1.0, whose migrators all make one of it.
 */
export function exposures(steps: readonly Step[]): Discrepancy[] {
  const files = [...new Set(steps.map(({ file }) => file))].filter((file) => !/[\\/]/.test(file))
  return files.flatMap((file) =>
    inMigration(
      file,
      steps.filter((step) => step.file === file),
    ),
  )
}

function inMigration(file: string, steps: readonly Step[]): Discrepancy[] {
  const newTables = new Set(
    steps.filter(({ action }) => action.verb === 'create table').map(({ action }) => tableKey(action)),
  )
  return steps.flatMap((step, i) => {
    const { action, statement, after } = step
    if (statement.inBlock || statement.ignored.has('policy_gap')) return []
    if ((action.verb !== 'drop' && action.verb !== 'create') || newTables.has(tableKey(action))) return []
    const policy = (action.verb === 'drop' ? step.before : after).get(policyKey(action))
    if (policy === undefined) return []
    const later = steps.slice(i + 1).flatMap((each) => (each.action.verb === 'create' ? made(each) : []))
    const narrowing = later.find((each) => !each.permissive && tableKey(each) === tableKey(action))
    if (narrowing === undefined) return []
    const opens =
      action.verb === 'drop'
        ? !policy.permissive && policyKey(narrowing) === policyKey(policy)
        : policy.permissive
    return opens ? [gap(file, policy, narrowing, action.verb)] : []
  })
}

function made({ action, after }: Step): Policy[] {
  const policy = 'name' in action ? after.get(policyKey(action)) : undefined
  return policy === undefined ? [] : [policy]
}

function gap(file: string, policy: Policy, narrowing: Policy, verb: 'drop' | 'create'): Discrepancy {
  const what =
    verb === 'drop'
      ? `The restrictive ${policyObject(policy)} is dropped before it is made again`
      : `The permissive ${policyObject(policy)} is made before the restrictive ${narrowing.name}, which narrows it`
  return {
    ...{ code: 'policy_gap', object: file },
    message: `${what}: where a migration is no transaction (neon-http of drizzle-orm 0.45), users see in between what it hides.`,
    hint:
      verb === 'drop'
        ? 'Put both statements into one block: do $$ begin drop policy …; create policy …; end $$;'
        : 'Put the restrictive one first.',
  }
}
