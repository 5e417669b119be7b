import type { Policy, TableName } from './policy.js'

const keywords: ReadonlySet<string> = new Set(['public', 'current_user', 'current_role', 'session_user'])

/** A name in quotes. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A table's name in SQL. */
export function tableSql({ schema, table }: TableName): string {
  return `${quoted(schema)}.${quoted(table)}`
}

/** Roles as they stand behind `to`. */
function rolesSql(roles: readonly string[]): string {
  return roles.map((role) => (keywords.has(role) ? role : quoted(role))).join(', ')
}

function conditionsSql({ using, check }: Policy): string {
  return `${using === null ? '' : ` using ${inParentheses(using)}`}${check === null ? '' : ` with check ${inParentheses(check)}`}`
}

/** A comment at the end of a condition would swallow the parenthesis. */
function inParentheses(condition: string): string {
  return condition.includes('--') ? `(${condition}\n)` : `(${condition})`
}

/** `create policy …;` */
export function createPolicySql(policy: Policy): string {
  const kind = policy.permissive ? 'permissive' : 'restrictive'
  const head = `create policy ${quoted(policy.name)} on ${tableSql(policy)} as ${kind} for ${policy.command}`
  return `${head} to ${rolesSql(policy.roles)}${conditionsSql(policy)};`
}

/** `drop policy …;` */
export function dropPolicySql(policy: TableName & { readonly name: string }): string {
  return `drop policy ${quoted(policy.name)} on ${tableSql(policy)};`
}

/** `alter policy …;`, for what it can change: roles, and conditions that are there. */
export function alterPolicySql(policy: Policy): string {
  return `alter policy ${quoted(policy.name)} on ${tableSql(policy)} to ${rolesSql(policy.roles)}${conditionsSql(policy)};`
}

/**
 * Statements as one, so that nobody sees the state between them, whether or not a migration is a transaction.
 */
export function atOnce(statements: readonly string[]): string {
  if (statements.length === 1) return statements[0] ?? ''
  const body = statements.map((statement) => `  ${statement}`).join('\n')
  let mark = '$rowauth$'
  for (let n = 1; body.includes(mark); n++) mark = `$rowauth${n}$`
  return `do ${mark}\nbegin\n${body}\nend\n${mark};`
}

/** What makes one policy of another; a single statement. */
export function changePolicySql(from: Policy, to: Policy): string {
  const loses = (from.using !== null && to.using === null) || (from.check !== null && to.check === null)
  const alters = from.permissive === to.permissive && from.command === to.command && !loses
  return alters ? alterPolicySql(to) : atOnce([dropPolicySql(from), createPolicySql(to)])
}
