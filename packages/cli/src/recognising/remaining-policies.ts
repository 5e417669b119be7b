import { sqlStatements } from '../sql-text/sql-statements.js'

/** A policy that migrations make, and do not drop again. */
export interface RemainingPolicy {
  readonly text: string
  /** The roles that it names; PUBLIC and the like are none. */
  readonly roles: readonly string[]
  /** It lets every row through. */
  readonly isOpen: boolean
}

/** The policies that are left after migrations, in their order. */
export function remainingPolicies(texts: readonly string[]): RemainingPolicy[] {
  const policies = new Map<string, RemainingPolicy>()
  for (const statement of texts.flatMap(sqlStatements)) {
    const [, verb, name, table] =
      /^(create|drop)\s+policy\s+(?:if\s+exists\s+)?("(?:[^"]|"")+"|\S+)\s+on\s+(\S+)/.exec(statement) ?? []
    if (verb === 'drop') policies.delete(`${name} ${table}`)
    if (verb === 'create') policies.set(`${name} ${table}`, policyOf(statement))
  }
  return [...policies.values()]
}

function policyOf(text: string): RemainingPolicy {
  const [, list = ''] = /\sto\s+(.*?)(?:\s(?:using|with\s+check)\b.*)?$/s.exec(text) ?? []
  const names = [...list.matchAll(/"((?:[^"]|"")+)"|([a-z_][\w$]*)/g)]
  const isRestrictive = /\sas\s+restrictive\b/.test(text)
  return {
    text,
    roles: names
      .map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '')
      .filter((name) => !['public', 'current_user', 'current_role', 'session_user'].includes(name)),
    isOpen: !isRestrictive && /\b(?:using|with\s+check)\s*\(+\s*true\s*\)+/.test(text),
  }
}
