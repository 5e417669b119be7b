import { type Policy, policyKey, type RowSecurity, type TableName, tableKey } from './policy.js'
import { readRowSecurityHere } from './read-row-security.js'
import { printPolicy } from './replay/print-policy.js'
import type { Scratch } from './replay/scratch.js'
import type { Snapshot } from './snapshot-policies.js'

/** What a project says of row-level security. */
export interface Expected {
  /** What its migrations make of an empty database. */
  readonly migrated: RowSecurity
  /** The same, but policies that the Drizzle schema names as the schema has them. */
  readonly meant: RowSecurity
  /** Policies of the schema whose conditions PostgreSQL does not read. */
  readonly unreadable: readonly Policy[]
}

/**
 * Reads what migrations have made of a scratch, in a transaction of the caller's, and puts the policies of the
 * snapshot in their places.
 *
 * @param besides.acknowledged - keys of policies that migrations change by hand and mean to
 * @param besides.given - tables that the migrations take for granted: whether they have row-level security is not theirs
 */
export async function expectedPolicies(
  scratch: Scratch,
  snapshot: Snapshot | undefined,
  { acknowledged, given }: { acknowledged: ReadonlySet<string>; given: readonly TableName[] },
): Promise<Expected> {
  const migrated = await readRowSecurityHere(scratch.query)
  const policies = new Map(migrated.policies.map((policy) => [policyKey(policy), policy]))
  const unreadable: Policy[] = []
  for (const policy of snapshot?.policies ?? []) {
    const key = policyKey(policy)
    if (acknowledged.has(key)) continue
    const printed = await printPolicy(scratch, policy)
    if (printed !== undefined) policies.set(key, printed)
    else unreadable.push(policy)
  }
  const secured = new Set(snapshot?.secured.map(tableKey))
  const theirs = new Set(given.map(tableKey))
  const tables = migrated.tables
    .filter((table) => !theirs.has(tableKey(table)))
    .map((table) => (secured.has(tableKey(table)) ? { ...table, enabled: true } : table))
  return { migrated, meant: { tables, policies: [...policies.values()] }, unreadable }
}
