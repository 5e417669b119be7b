import { printPolicySql } from './generated.js'
import { type Policy, policyOf } from './policy.js'
import { createPolicySql } from './policy-sql.js'
import type { Scratch } from './scratch.js'

/**
 * A policy with its conditions as the scratch's PostgreSQL prints them, so that they can be compared. In a transaction
 * of the caller's.
 *
 * @returns undefined where they cannot be read there: a column that is not there, a parameter
 */
export async function printPolicy({ query }: Scratch, policy: Policy): Promise<Policy | undefined> {
  await query('savepoint rowauth_print')
  try {
    await query(`set local search_path = "$user", public`)
    await query(createPolicySql({ ...policy, name: 'rowauth probe', roles: ['public'] }))
    await query(`set local search_path = ''`)
    const [printed] = await query(printPolicySql)
    return (
      printed &&
      policyOf({ ...policy, as: policy.permissive ? '' : 'restrictive', for: policy.command, ...printed })
    )
  } catch {
    return undefined
  } finally {
    await query('rollback to savepoint rowauth_print')
  }
}
