import { assertName, defaultNames } from '@rowauth/core/internal'
import { CliError, usageError } from '../cli-error.js'
import type { NameOptions, Names } from '../options/names.js'
import { type AdoptionKind, adoptedLogin } from './adoption.js'
import type { Recognised } from './recognised.js'

/**
 * The schema and roles of an adoption: those of the command line, over what the kind is known for and what policies
 * are for.
 *
 * @throws {CliError} `roles_unknown` where neither tells which roles queries run as; `usage` for names that cannot be
 */
export function adoptedNames(
  { kind, roles }: Pick<Recognised, 'kind' | 'roles'>,
  options: NameOptions,
): Names {
  const names = {
    schema: defaultNames.schema,
    authenticator: adoptedLogin,
    ...queryRoles(kind, roles, options),
    ...(options.schema === undefined ? {} : { schema: options.schema }),
    ...options.roles,
  }
  try {
    for (const [key, name] of Object.entries(names)) {
      assertName(name, key, key === 'schema' ? ['information_schema'] : ['none', 'public'])
    }
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    throw usageError(cause, 'See --schema and --roles.')
  }
  if (names.authenticator === names.authenticated || names.authenticator === names.anonymous) {
    throw new CliError('usage', 'The role to log in as must be another one than those that queries run as.')
  }
  return names
}

function queryRoles(
  kind: AdoptionKind,
  found: readonly string[],
  { roles: given = {} }: NameOptions,
): Pick<Names, 'authenticated' | 'anonymous'> {
  if (kind === 'pg_session_jwt') {
    const { authenticated, anonymous } = defaultNames
    return { authenticated, anonymous }
  }
  if (kind === 'supabase') return { authenticated: 'authenticated', anonymous: 'anon' }
  const visitors = found.filter((role) => /anon|guest|visitor/i.test(role))
  const users = found.filter((role) => !visitors.includes(role))
  const authenticated = given.authenticated ?? chosen(users, 'authenticated')
  const anonymous = given.anonymous ?? chosen(visitors, 'anonymous') ?? authenticated
  if (authenticated === undefined || anonymous === undefined) throw rolesUnknown(found)
  return { authenticated, anonymous }
}

function chosen(roles: readonly string[], usual: string): string | undefined {
  return roles.includes(usual) || roles.length !== 1 ? roles.find((role) => role === usual) : roles[0]
}

function rolesUnknown(found: readonly string[]): CliError {
  const what = found.length === 0 ? 'No role is named by policies or grants' : `There are ${found.join(', ')}`
  return new CliError('roles_unknown', `Which role do queries of signed-in users run as? ${what}.`, {
    hint:
      'Name it, as in --roles authenticated=app_user; the one of visitors is the same unless you add anonymous=…. ' +
      'With --url the database is asked as well.',
  })
}
