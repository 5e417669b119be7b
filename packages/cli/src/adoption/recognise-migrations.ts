import { authFunctions } from '@rowauth/core/internal'
import type { Migrations } from '../migrations/read-migrations.js'
import { namePattern, sqlStatements } from '../sql-text/sql-statements.js'
import type { AdoptionKind } from './adoption.js'
import { isClaimsSetting, type Recognised } from './recognised.js'

const functions = authFunctions.map(({ name }) => name).join('|')

/** What migrations that rowauth did not write show of row-level security; undefined where they show nothing. */
export function recogniseMigrations({ list }: Migrations, schema: string): Recognised | undefined {
  const roles = new Set<string>()
  const settings = new Set<string>()
  let kind: AdoptionKind | undefined
  let evidence = ''
  const makesUsers = list.some(({ text }) => createsUsers(text, schema))
  for (const { file, text, auth, adoption } of list) {
    if (auth?.names.schema === schema || adoption !== undefined) return undefined
    if (auth !== undefined) continue
    const policies = sqlStatements(text).filter((statement) => /^create\s+policy\b/.test(statement))
    for (const role of policies.flatMap(rolesOf)) roles.add(role)
    for (const name of policies.length === 0 ? [] : settingsOf(text)) settings.add(name)
    const shown = shownBy(text, policies, schema, makesUsers)
    if (shown === undefined || (kind !== undefined && shown.kind === 'settings')) continue
    kind = shown.kind
    evidence = `${file} ${shown.what}.`
  }
  if (kind === undefined) return undefined
  return {
    kind,
    evidence,
    roles: [...roles].sort(),
    settings: [...settings].filter((name) => !isClaimsSetting(name)),
  }
}

function shownBy(
  text: string,
  policies: readonly string[],
  schemaName: string,
  makesUsers: boolean,
): { kind: AdoptionKind; what: string } | undefined {
  const schema = namePattern(schemaName)
  const dot = String.raw`\s*\.\s*`
  const statements = sqlStatements(text)
  const some = (pattern: RegExp, among = statements) => among.some((statement) => pattern.test(statement))
  if (some(/^create\s+extension\b.*\bpg_session_jwt\b/s)) {
    return { kind: 'pg_session_jwt', what: 'installs the extension pg_session_jwt' }
  }
  if (!makesUsers && some(new RegExp(`${schema}${dot}"?users\\b`))) {
    return { kind: 'supabase', what: `uses ${schemaName}.users, the table of Supabase's users` }
  }
  if (some(new RegExp(String.raw`^create\s+(?:or\s+replace\s+)?function\s+${schema}${dot}`))) {
    return { kind: 'functions', what: `makes functions in the schema ${schemaName}` }
  }
  const call = new RegExp(`${schema}${dot}"?(?:${functions})"?\\s*\\(`)
  if (
    policies.some((policy) => /^create\s+policy\s+"crud-.*-policy-\w+"/.test(policy) && call.test(policy))
  ) {
    return { kind: 'pg_session_jwt', what: 'has policies of drizzle-orm/neon, as Neon RLS needs them' }
  }
  const read = policies.length === 0 ? [] : settingsOf(text)
  if (read.length > 0)
    return { kind: 'settings', what: `reads ${read.map((name) => `'${name}'`).join(', ')}` }
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

/** The roles of a policy; PUBLIC and the like are none. */
function rolesOf(policy: string): string[] {
  const [, list = ''] = /\sto\s+(.*?)(?:\s(?:using|with\s+check)\b.*)?$/s.exec(policy) ?? []
  const names = [...list.matchAll(/"((?:[^"]|"")+)"|([a-z_][\w$]*)/g)]
  return names
    .map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '')
    .filter((name) => !['public', 'current_user', 'current_role', 'session_user'].includes(name))
}
