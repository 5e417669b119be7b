import { type Policy, policyKey, type RowSecurity } from '../policy.js'
import { printPolicy } from './print-policy.js'
import type { Scratch } from './scratch.js'

/**
 * Policies with the conditions of those that they are compared with, where PostgreSQL reads both alike: versions differ in how they print, and what
 * was made of a printed text, as by a dump, is printed with fewer parentheses.
 */
export async function asPrinted(
  scratch: Scratch,
  found: RowSecurity,
  meant: RowSecurity,
): Promise<RowSecurity> {
  const expected = new Map(meant.policies.map((policy) => [policyKey(policy), policy]))
  const policies: Policy[] = []
  for (const policy of found.policies) {
    const wanted = expected.get(policyKey(policy)) ?? policy
    if (hasConditionsOf(policy, wanted)) {
      policies.push(policy)
      continue
    }
    const printed = (await printPolicy(scratch, policy)) ?? policy
    const again = (await printPolicy(scratch, wanted)) ?? wanted
    const { using, check } = wanted
    policies.push(hasConditionsOf(printed, again) ? { ...policy, using, check } : printed)
  }
  return { ...found, policies }
}

function hasConditionsOf(one: Policy, other: Policy): boolean {
  return one.using === other.using && one.check === other.check
}
