import type { AdoptionKind } from '../adoption/adoption.js'
import { sessionFunctionNames } from '../adoption/function-names.js'
import type { Migrations } from '../migrations/read-migrations.js'
import { namePattern, sqlStatements } from '../sql-text/sql-statements.js'
import { isClaimsSetting, type Recognised } from './recognised.js'
import { remainingPolicies } from './remaining-policies.js'

/** What migrations that rowauth did not write show of row-level security; undefined where they show nothing. */
export function recogniseMigrations({ list }: Migrations, schema: string): Recognised | undefined {
  if (list.some(({ auth, adoption }) => auth?.names.schema === schema || adoption !== undefined))
    return undefined
  const others = list.filter(({ isIntact }) => isIntact === undefined)
  const call = new RegExp(
    String.raw`${namePattern(schema)}\s*\.\s*"?(?:${sessionFunctionNames.join('|')})"?\s*\(`,
  )
  const makesUsers = others.some(({ text }) => createsUsers(text, schema))
  let kind: AdoptionKind | undefined
  let evidence = ''
  for (const { file, text } of others) {
    const shown = shownBy(text, schema, call, makesUsers)
    if (shown === undefined || (kind !== undefined && shown.kind === 'settings')) continue
    kind = shown.kind
    evidence = `${file} ${shown.what}.`
  }
  if (kind === undefined) return undefined
  const policies = remainingPolicies(others.map(({ text }) => text))
  const roles = new Set(policies.flatMap((policy) => policy.roles))
  const tells = (text: string) => /\bcurrent_setting\s*\(/.test(text) || call.test(text)
  const users = new Set(policies.filter(({ text }) => tells(text)).flatMap((policy) => policy.roles))
  for (const policy of policies.filter(({ isOpen }) => isOpen)) {
    for (const role of policy.roles) users.delete(role)
  }
  const settings = new Set(others.flatMap(({ text }) => (/\bpolicy\b/i.test(text) ? settingsOf(text) : [])))
  return {
    ...{ kind, evidence, roles: [...roles].sort(), users: [...users].sort() },
    settings: [...settings].filter((name) => !isClaimsSetting(name)),
  }
}

function shownBy(
  text: string,
  schemaName: string,
  call: RegExp,
  makesUsers: boolean,
): { kind: AdoptionKind; what: string } | undefined {
  const schema = namePattern(schemaName)
  const dot = String.raw`\s*\.\s*`
  const statements = sqlStatements(text)
  const policies = statements.filter((statement) => /^create\s+policy\b/.test(statement))
  const some = (pattern: RegExp) => statements.some((statement) => pattern.test(statement))
  if (some(/^create\s+extension\b.*\bpg_session_jwt\b/s)) {
    return { kind: 'pg_session_jwt', what: 'installs the extension pg_session_jwt' }
  }
  if (!makesUsers && some(new RegExp(`${schema}${dot}"?users\\b`))) {
    return { kind: 'supabase', what: `uses ${schemaName}.users, the table of Supabase's users` }
  }
  const name = `"?(?:${sessionFunctionNames.join('|')})\\b`
  if (some(new RegExp(String.raw`^create\s+(?:or\s+replace\s+)?function\s+${schema}${dot}${name}`))) {
    return { kind: 'functions', what: `makes functions in the schema ${schemaName}` }
  }
  if (
    policies.some((policy) => /^create\s+policy\s+"crud-.*-policy-\w+"/.test(policy) && call.test(policy))
  ) {
    return { kind: 'pg_session_jwt', what: 'has policies of drizzle-orm/neon, as Neon RLS needs them' }
  }
  const read = policies.length === 0 ? [] : settingsOf(text)
  if (read.length > 0)
    return { kind: 'settings', what: `reads ${[...new Set(read)].map((each) => `'${each}'`).join(', ')}` }
  return undefined
}

/** A table of users of the project's own, in a schema that happens to be called as that of Supabase. */
function createsUsers(text: string, schema: string): boolean {
  const table = new RegExp(
    String.raw`^create\s+table\s+(?:if\s+not\s+exists\s+)?${namePattern(schema)}\s*\.\s*"?users\b`,
  )
  return sqlStatements(text).some((statement) => table.test(statement))
}

/** The settings that the text reads. Names with a dot are somebody's own. */
function settingsOf(text: string): string[] {
  return [...text.matchAll(/current_setting\(\s*'([A-Za-z_][\w$]*(?:\.[\w$]+)+)'/g)].map(
    ([, name = '']) => name,
  )
}
