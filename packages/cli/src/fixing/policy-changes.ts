/** A policy, with names and conditions as SQL has them. */
export interface PolicyState {
  /** Object id. */
  readonly id: string
  readonly name: string
  readonly table: string
  readonly command: string
  readonly permissive: boolean
  readonly roles: readonly string[]
  readonly using: string | null
  readonly check: string | null
}

/** The statements that lead from one set of policies to another: one a policy, what is dropped before what is made. */
export function policyChanges(before: readonly PolicyState[], after: readonly PolicyState[]): string[] {
  const known = new Map(before.map((policy) => [policy.id, policy]))
  const kept = new Set(after.map(({ id }) => id))
  return [
    ...before.filter(({ id }) => !kept.has(id)).map(({ name, table }) => `drop policy ${name} on ${table};`),
    ...after.flatMap((policy) => {
      const old = known.get(policy.id)
      return old === undefined ? [] : alterations(old, policy)
    }),
    ...after.filter(({ id }) => !known.has(id)).map(creation),
  ]
}

function alterations(old: PolicyState, { name, table, roles, using, check }: PolicyState): string[] {
  const parts = [
    ...(old.roles.join() === roles.join() ? [] : [`to ${roles.join(', ')}`]),
    ...(old.using === using || using === null ? [] : [`using (${using})`]),
    ...(old.check === check || check === null ? [] : [`with check (${check})`]),
  ]
  return [
    ...(old.name === name ? [] : [`alter policy ${old.name} on ${table} rename to ${name};`]),
    ...(parts.length === 0 ? [] : [`${[`alter policy ${name} on ${table}`, ...parts].join('\n  ')};`]),
  ]
}

function creation({ name, table, command, permissive, roles, using, check }: PolicyState): string {
  const lines = [
    `create policy ${name} on ${table}${permissive ? '' : ' as restrictive'} for ${command} to ${roles.join(', ')}`,
    ...(using === null ? [] : [`using (${using})`]),
    ...(check === null ? [] : [`with check (${check})`]),
  ]
  return `${lines.join('\n  ')};`
}
