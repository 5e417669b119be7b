import type { Discrepancy } from '../../terminal/discrepancy.js'
import { differences, policyObject } from '../compare-policies.js'
import { type Policy, policyKey, tableKey } from '../policy.js'
import { createPolicySql } from '../policy-sql.js'
import type { Snapshot } from '../snapshot-policies.js'
import type { Step } from './policy-history.js'
import type { StatementFindings } from './statement-findings.js'
import { normalized } from './statement-tokens.js'

/**
 * What the migrations lost of the policies of the schema, from reading both: drizzle-kit writes conditions as its
 * snapshot has them. Conditions that only look different are warnings, since somebody may have written them anew.
 *
 * @param acknowledged - policies that are meant to differ
 */
export function snapshotFindings(
  steps: readonly Step[],
  { file, policies }: Snapshot,
  acknowledged: ReadonlySet<string>,
): StatementFindings {
  const written = steps.at(-1)?.after ?? new Map<string, Policy>()
  // Those of a database that was pulled are in no migration.
  const tables = new Set([
    ...steps.map(({ action }) => tableKey(action)),
    ...steps.map(({ action }) =>
      tableKey(action.verb === 'move table' ? { ...action, ...action.to } : action),
    ),
  ])
  const findings: Discrepancy[] = []
  const warnings: Discrepancy[] = []
  for (const policy of policies) {
    const key = policyKey(policy)
    const found = written.get(key)
    if (acknowledged.has(key) || !tables.has(tableKey(policy))) continue
    const object = policyObject(policy)
    if (found === undefined) {
      const message = `The schema (${file}) has it, and no migration makes it.`
      findings.push({ code: 'policy_missing', object, message, sql: createPolicySql(policy) })
      continue
    }
    const all = differences(asRead(found), asRead(policy))
    if (all.length === 0) continue
    const isSure =
      isCut(found, policy) ||
      differences({ ...found, using: null, check: null }, { ...policy, using: null, check: null }).length > 0
    const discrepancy = {
      ...{ code: 'policy_differs', object },
      message: `It is not in the migrations as the schema (${file}) has it. ${all.join('. ')}.`,
      hint: isSure
        ? 'Correct it in a migration of its own: drizzle-kit generate --custom.'
        : 'Only their texts were compared, not what PostgreSQL makes of them.',
    }
    if (isSure) findings.push(discrepancy)
    else warnings.push(discrepancy)
  }
  return { findings, warnings }
}

function asRead(policy: Policy): Policy {
  const text = (condition: string | null) => (condition === null ? null : normalized(condition))
  return { ...policy, using: text(policy.using), check: text(policy.check) }
}

/** Whether a condition is the beginning of the one that is meant. */
function isCut(found: Policy, meant: Policy): boolean {
  return (['using', 'check'] as const).some((part) => {
    const [have, want] = [normalized(found[part] ?? ''), normalized(meant[part] ?? '')]
    return have !== want && want.startsWith(have)
  })
}
