import { authFunctions, databaseTables, defaultNames, quoteName } from '@rowauth/core/internal'

interface ServerError extends Error {
  readonly code?: string
  readonly routine?: string
  hint?: string | null | undefined
}

const plain: ReadonlySet<string> = new Set(Object.values(defaultNames))
const quoted = (name: string) => quoteName(name, plain)

const functionsOfSchema: ReadonlySet<string> = new Set(authFunctions.map(({ name }) => name))
const tablesOfSchema: ReadonlySet<string> = new Set(databaseTables)
const applySchema = 'Apply the auth schema as the owner of the database: npx rowauth apply --url'

/** PostgreSQL says what is denied in its message alone, and in the language of `lc_messages`. */
const denied =
  /^permission denied for (table|view|materialized view|sequence|schema|function|procedure) ([^\n]{1,63})$/

/**
 * A login role as SQL. Of a pooler's it is not known which part is the role (`postgres.project` on Supabase).
 *
 * @param user - as the client says it; undefined where it does not
 */
function loginRole(user: string | undefined): string {
  return user === undefined || user.includes('.') ? '<the role your application logs in as>' : quoted(user)
}

const startsInWord = /^[\p{L}\p{N}_]/u
const endsInWord = /[\p{L}\p{N}_]$/u

/** Whether a message names it, between whatever quotes. */
function isNamed(name: string, message: string): boolean {
  const parts = message.split(name)
  return parts.some(
    (part, index) => index > 0 && !endsInWord.test(parts[index - 1] as string) && !startsInWord.test(part),
  )
}

function roleHint({ code, routine, message }: ServerError, role: string, user: string | undefined) {
  // The check of a setting, in whose message a role is named in any language.
  if (routine !== 'call_string_check_hook' || !isNamed(role, message)) return undefined
  const grant = `grant ${quoted(role)} to ${loginRole(user)};`
  if (code === '42501') return `Let the role that the application logs in as take it: ${grant}`
  if (role === defaultNames.authenticated)
    return `It comes with the auth schema. ${applySchema}; then: ${grant}`
  if (role === defaultNames.anonymous) {
    return (
      "Where visitors have another role, as on Supabase, name it: withAuth(db, { roles: { anonymous: 'anon' } }). " +
      `Otherwise it comes with the auth schema. ${applySchema}; then: ${grant}`
    )
  }
  return `Create it, and let the application take it: create role ${quoted(role)} nologin; ${grant}`
}

function grantHint(message: string, role: string): string | undefined {
  const [, kind, name] = denied.exec(message) ?? []
  if (kind === undefined || name === undefined || name.startsWith('pg_')) return undefined
  const meant = `If ${role} is meant to use it`
  const to = `on ${kind} ${quoted(name)} to ${quoted(role)};`
  switch (kind) {
    case 'schema':
      return name === defaultNames.schema
        ? `${applySchema}; for a role of your own: grant usage ${to}`
        : `${meant}: grant usage ${to}`
    case 'function':
    case 'procedure':
      return functionsOfSchema.has(name)
        ? `${applySchema}; for a role of your own: grant execute on ${kind} auth.${quoted(name)} to ${quoted(role)};`
        : `${meant}: grant execute ${to}`
    case 'sequence':
      return `${meant}: grant usage ${to}`
    case 'table':
      // Of the database's own keys and secrets.
      if (tablesOfSchema.has(name)) return undefined
      return (
        // Where columns are granted one by one, the message names the table all the same.
        'Policies say which rows a role gets, grants say which tables and columns. ' +
        `If ${role} is meant to use all of it: grant ${role === defaultNames.anonymous ? 'select' : 'select, insert, update, delete'} ${to}`
      )
    default:
      return `${meant}: grant select on ${quoted(name)} to ${quoted(role)};`
  }
}

function setupHint(error: ServerError, role: string, user: string | undefined): string | undefined {
  switch (error.code) {
    case '42501':
      return roleHint(error, role, user) ?? grantHint(error.message, role)
    // undefined_object, and what set_config makes of it
    case '42704':
    case '22023':
      return roleHint(error, role, user)
    // invalid_schema_name
    case '3F000':
      return /\bauth\b/.test(error.message) ? applySchema : undefined
    default:
      return undefined
  }
}

/**
 * Gives an error of the server's that a database not set up yet causes a `hint` with the SQL to run, where the server
 * gave none. Everything else of it stays as it was. Beside what the message names already it names the login role.
 *
 * @param role - that the call ran under
 * @param user - the role that the connection logged in as; undefined where the client does not say it
 */
export function addSetupHint(error: unknown, role: string, user: string | undefined): void {
  if (!(error instanceof Error) || !('severity' in error)) return
  const server: ServerError = error
  server.hint ??= setupHint(server, role, user)
}
