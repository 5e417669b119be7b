import { defaultNames } from '@rowauth/core/internal'
import { CliError } from '../cli-error.js'
import { type NameOptions, type Names, namesOver } from '../options/names.js'
import type { Recognised } from '../recognising/recognised.js'
import { type AdoptionKind, adoptedLogin } from './adoption.js'

/**
 * The schema and roles of an adoption: those of the command line, over what the kind is known for and what policies
 * are for.
 *
 * @throws {CliError} `roles_unknown` where neither tells which role queries run as; `usage` for names that cannot be
 */
export function adoptedNames(
  { kind, roles, users, evidence }: Pick<Recognised, 'kind' | 'roles' | 'users' | 'evidence'>,
  options: NameOptions,
): Names {
  const names = namesOver(options, {
    schema: defaultNames.schema,
    authenticator: adoptedLogin,
    ...queryRoles(kind, { roles, users, evidence }, options),
  })
  if (names.authenticator === names.authenticated || names.authenticator === names.anonymous) {
    throw new CliError('usage', 'The role to log in as must be another one than those that queries run as.')
  }
  return names
}

function queryRoles(
  kind: AdoptionKind,
  { roles, users, evidence }: Pick<Recognised, 'roles' | 'users' | 'evidence'>,
  { roles: given = {} }: NameOptions,
): Pick<Names, 'authenticated' | 'anonymous'> {
  const { authenticated: usual, anonymous: usualVisitor } = defaultNames
  if (kind === 'pg_session_jwt') return { authenticated: usual, anonymous: usualVisitor }
  if (kind === 'supabase') {
    // Who made another role for the queries of users has not granted it rights for nothing.
    const others = users.filter((role) => !supabaseRoles.test(role))
    if (others.length > 0 && given.authenticated === undefined) {
      throw rolesUnknown([usual, ...others], evidence, 'anon')
    }
    return { authenticated: usual, anonymous: 'anon' }
  }
  const visitors = roles.filter((role) => /anon|guest|visitor/i.test(role))
  const signedIn = users.filter((role) => !visitors.includes(role))
  const authenticated = given.authenticated ?? chosen(signedIn, usual)
  if (authenticated === undefined) throw rolesUnknown(roles, evidence)
  // Without one of their own, visitors get a role that has no rights.
  return { authenticated, anonymous: given.anonymous ?? chosen(visitors, usualVisitor) ?? usualVisitor }
}

/** Those that Supabase makes in each project. */
const supabaseRoles =
  /^(?:authenticated|anon|authenticator|service_role|postgres|dashboard_user|pgbouncer|supabase_\w+)$/

/** The one that is called as usual, or the only one. */
function chosen(roles: readonly string[], usual: string): string | undefined {
  return roles.includes(usual) || roles.length !== 1 ? roles.find((role) => role === usual) : roles[0]
}

/** @param visitors - the role of visitors that is known already */
function rolesUnknown(found: readonly string[], evidence: string, visitors?: string): CliError {
  const what =
    found.length === 0
      ? 'No role is named by policies or grants'
      : `Policies and grants name ${found.join(', ')}`
  return new CliError(
    'roles_unknown',
    `Which role do queries of signed-in users run as? ${what}. ${evidence}`,
    {
      hint:
        `Name it, as in --roles authenticated=${found.at(-1) ?? 'app_user'}; visitors ` +
        (visitors === undefined
          ? `get a role anonymous, without rights, unless you add anonymous=….${found.length === 0 ? ' With --url the database is asked as well.' : ''}`
          : `run as ${visitors} unless you add anonymous=….`),
    },
  )
}
