import type { Discrepancy } from '../terminal/discrepancy.js'
import { type Policy, policyKey, type RowSecurity, type TableName, tableKey } from './policy.js'
import { changePolicySql, createPolicySql, dropPolicySql, tableSql } from './policy-sql.js'

/** The names of two states, as subjects of sentences. */
export interface Sides {
  /** What is looked at: "the database". */
  readonly found: string
  /** What it should be like: "the schema". */
  readonly meant: string
}

/**
 * What differs between row-level security as it is found and as it is meant, with the SQL that makes it good. In this order it opens nothing between two
 * statements: what narrows is made before what it narrows.
 */
export function compareRowSecurity(found: RowSecurity, meant: RowSecurity, sides: Sides): Discrepancy[] {
  const tables = new Map(found.tables.map((table) => [tableKey(table), table]))
  const policies = new Map(found.policies.map((policy) => [policyKey(policy), policy]))
  const meantPolicies = new Set(meant.policies.map(policyKey))
  const known = new Set(meant.tables.map(tableKey))
  const discrepancies: Discrepancy[] = []
  const missing = new Set<string>()
  for (const table of meant.tables) {
    const there = tables.get(tableKey(table))
    if (there === undefined) {
      missing.add(tableKey(table))
      if (table.enabled) discrepancies.push(missingTable(table, sides))
      continue
    }
    for (const column of ['enabled', 'forced'] as const) {
      if (there[column] !== table[column]) discrepancies.push(security(table, column, table[column], sides))
    }
  }
  for (const policy of [...meant.policies].sort((a, b) => Number(a.permissive) - Number(b.permissive))) {
    if (missing.has(tableKey(policy))) continue
    const there = policies.get(policyKey(policy))
    if (there === undefined) discrepancies.push(missingPolicy(policy, sides))
    else discrepancies.push(...differing(there, policy, sides))
  }
  for (const policy of found.policies) {
    if (known.has(tableKey(policy)) && !meantPolicies.has(policyKey(policy))) {
      discrepancies.push(unknownPolicy(policy, sides))
    }
  }
  return discrepancies
}

/** What differs between two policies of one name. */
export function differences(found: Policy, meant: Policy): string[] {
  const kind = ({ permissive }: Policy) => (permissive ? 'permissive' : 'restrictive')
  const either = [...found.roles, ...meant.roles]
  // These stand for whoever makes the policy.
  const isKeyword = either.some((role) => /^(?:current_user|current_role|session_user)$/.test(role))
  return [
    ...differs('kind', kind(found), kind(meant)),
    ...differs('command', found.command, meant.command),
    ...(isKeyword ? [] : differs('roles', found.roles.join(', '), meant.roles.join(', '))),
    ...differs('USING', found.using ?? 'nothing', meant.using ?? 'nothing'),
    ...differs('WITH CHECK', found.check ?? 'nothing', meant.check ?? 'nothing'),
  ]
}

function differs(what: string, found: string, meant: string): string[] {
  return found === meant ? [] : [`${what}: ${found}, and should be: ${meant}`]
}

/** A policy as findings name it. */
export function policyObject(policy: TableName & { readonly name: string }): string {
  return `policy ${policy.name} on ${tableObject(policy)}`
}

/** A table as findings name it. */
export function tableObject({ schema, table }: TableName): string {
  return schema === 'public' ? table : `${schema}.${table}`
}

function differing(found: Policy, meant: Policy, sides: Sides): Discrepancy[] {
  const all = differences(found, meant)
  if (all.length === 0) return []
  return [
    {
      ...{ code: 'policy_differs', object: policyObject(meant) },
      message: `It is not in ${sides.found} as ${sides.meant} has it. ${all.join('. ')}.`,
      sql: changePolicySql(found, meant),
    },
  ]
}

function missingPolicy(policy: Policy, sides: Sides): Discrepancy {
  return {
    ...{ code: 'policy_missing', object: policyObject(policy) },
    message: `${sides.meant} has it, and it is not in ${sides.found}.`.replace(/^./, (first) =>
      first.toUpperCase(),
    ),
    sql: createPolicySql(policy),
  }
}

function unknownPolicy(policy: Policy, sides: Sides): Discrepancy {
  const kind = policy.permissive ? 'permissive' : 'restrictive'
  return {
    ...{ code: 'policy_unknown', object: policyObject(policy) },
    message: `It is in ${sides.found} (${kind}, for ${policy.command}, to ${policy.roles.join(', ')}), and neither schema nor migrations have it.`,
    hint: policy.permissive
      ? 'Drop it, or put it into a migration.'
      : 'Put it into a migration. It narrows what others allow: dropping it shows more rows.',
    ...(policy.permissive && { sql: dropPolicySql(policy) }),
  }
}

function missingTable(table: TableName, sides: Sides): Discrepancy {
  return {
    ...{ code: 'table_missing', object: tableSql(table) },
    message: `The table is not in ${sides.found}: its policies were not compared.`,
    hint: 'Migrate.',
  }
}

const securityTexts = {
  enabled: {
    true: ['Row-level security is off in', 'whoever has grants sees every row', 'enable'],
    false: ['Row-level security is on in', 'neither schema nor migrations turn it on', 'enable'],
  },
  forced: {
    true: ['Row-level security is not forced in', 'policies do not hold for the owner', 'force'],
    false: ['Row-level security is forced in', 'no migration forces it', 'force'],
  },
} as const

function security(table: TableName, column: 'enabled' | 'forced', on: boolean, sides: Sides): Discrepancy {
  const [what, why, verb] = securityTexts[column][`${on}`]
  const sql = `alter table ${tableSql(table)} ${verb} row level security;`
  return {
    ...{ code: 'row_security_differs', object: tableSql(table) },
    message: `${what} ${sides.found}: ${why}.`,
    // Taking it back would open the table.
    ...(on ? { sql } : { hint: `Put it into a migration, as a new database would be open: ${sql}` }),
  }
}
