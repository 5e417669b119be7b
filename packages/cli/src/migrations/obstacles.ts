import { authFunctions, defaultNames } from '@rowauth/core/internal'
import { type Names, roleNames } from '../options/names.js'
import { namePattern, sqlStatements } from '../sql-text/sql-statements.js'

/** Why the auth schema cannot be put behind a migration. */
export interface Obstacle {
  readonly code: 'foreign_schema' | 'policies_come_first'
  /** What the migration does, as the end of a sentence about it. */
  readonly what: string
}

const functions = authFunctions.map(({ name }) => name).join('|')

/**
 * What a migration does that the auth schema would have to be there for, or that shows a schema of somebody else.
 *
 * @param text - the migration's SQL
 * @param madeRoles - roles that migrations make themselves; those of this one are added
 */
export function findObstacle(text: string, names: Names, madeRoles: Set<string>): Obstacle | undefined {
  const schema = namePattern(names.schema)
  const dot = String.raw`\s*\.\s*`
  const call = new RegExp(`${schema}${dot}"?(${functions})"?\\s*\\(`)
  const definition = new RegExp(
    String.raw`^create\s+(?:or\s+replace\s+)?function\s+${schema}${dot}"?(${functions})\b`,
  )
  const users = new RegExp(`${schema}${dot}"?users\\b`)
  for (const statement of sqlStatements(text)) {
    if (
      names.schema === defaultNames.schema &&
      /^create\s+extension\b.*\bpg_session_jwt\b/s.test(statement)
    ) {
      return { code: 'foreign_schema', what: 'installs pg_session_jwt, whose schema is auth as well' }
    }
    const [, defined] = definition.exec(statement) ?? []
    if (defined !== undefined) {
      return { code: 'foreign_schema', what: `makes a function ${names.schema}.${defined}() of its own` }
    }
    if (users.test(statement)) {
      return { code: 'foreign_schema', what: `uses a table ${names.schema}.users, as Supabase has one` }
    }
    const [, called] = call.exec(statement) ?? []
    if (called !== undefined) {
      return { code: 'policies_come_first', what: `calls ${names.schema}.${called}()` }
    }
    const role = missingRole(statement, names, madeRoles)
    if (role !== undefined) return { code: 'policies_come_first', what: `names the role ${role}` }
  }
  return undefined
}

/** The role that a policy or a grant is for, where no migration has made it. */
function missingRole(statement: string, names: Names, madeRoles: Set<string>): string | undefined {
  const [, grantees = ''] =
    /^(?:create|alter)\s+policy\b.*?\sto\s+(.*?)(?:\s(?:using|with\s+check)\b.*)?$/s.exec(statement) ??
    /^grant\b.*\sto\s+(.*)$/s.exec(statement) ??
    []
  for (const role of roleNames(names)) {
    const pattern = namePattern(role)
    if (new RegExp(String.raw`^create\s+(?:role|user)\s+${pattern}`).test(statement)) madeRoles.add(role)
    if (!madeRoles.has(role) && new RegExp(pattern).test(grantees)) return role
  }
  return undefined
}
