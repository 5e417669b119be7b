import type { AuthSchemaOptions } from '@rowauth/core'
import { assertSchemaNames, defaultNames } from '@rowauth/core/internal'
import { type Command, Option } from 'commander'
import { CliError, usageError } from '../cli-error.js'

/** The names of schema and roles. */
export interface Names {
  readonly schema: string
  readonly authenticated: string
  readonly anonymous: string
  readonly authenticator: string
}

type RoleNames = Partial<Omit<Names, 'schema'>>

/** What commander makes of the options of {@link addNameOptions}. */
export interface NameOptions {
  readonly schema?: string
  readonly roles?: RoleNames
}

const roleAssignment = /^(authenticated|anonymous|authenticator)=(.*)$/s

function readRoles(text: string, previous: RoleNames = {}): RoleNames {
  const roles: Record<string, string> = { ...previous }
  // A name may hold a comma itself: what follows it tells.
  for (const part of text.split(/,(?=(?:authenticated|anonymous|authenticator)=)/)) {
    const [, role, name] = roleAssignment.exec(part) ?? []
    if (role === undefined || name === undefined) {
      throw new CliError('usage', 'The option --roles has a form that is not known.', {
        hint: 'Write --roles authenticated=member,anonymous=visitor,authenticator=web, or some of the three.',
      })
    }
    roles[role] = name
  }
  return roles
}

/** `--schema`, for commands that have no use for the roles. */
export function schemaOption(): Option {
  return new Option('--schema <name>', 'name of the auth schema (default: auth)')
}

/** Adds `--schema` and `--roles`. */
export function addNameOptions(command: Command): Command {
  return command
    .addOption(schemaOption())
    .addOption(
      new Option(
        '--roles <names>',
        'names of the roles, as in authenticated=member,anonymous=visitor,authenticator=web',
      ).argParser(readRoles),
    )
}

/**
 * The names of the command line over those that hold without them.
 *
 * @throws {CliError} `usage` for a name that PostgreSQL or a migration cannot hold
 */
export function namesOver(options: NameOptions, otherwise: Names): Names {
  const names = {
    ...otherwise,
    ...(options.schema === undefined ? {} : { schema: options.schema }),
    ...options.roles,
  }
  // Migrators would split the SQL in the middle of such a name.
  if (Object.values(names).some((name) => name.includes('--> statement-breakpoint'))) {
    throw new CliError('usage', 'A name must not hold what drizzle-kit splits migrations at.')
  }
  try {
    assertSchemaNames(names)
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    throw usageError(cause, seeOptions)
  }
  return names
}

/** The same for an auth schema of rowauth, whose roles are three. */
export function readNames(options: NameOptions, otherwise: Names = defaultNames): Names {
  const names = namesOver(options, otherwise)
  if (new Set(roleNames(names)).size < 3) {
    throw new CliError('usage', 'The three roles must have different names.', { hint: seeOptions })
  }
  return names
}

const seeOptions = 'See --schema and --roles.'

/** The first of the names that the options have otherwise; undefined where they agree. */
export function differingName({ schema, roles }: NameOptions, names: Names): keyof Names | undefined {
  const given: Partial<Names> = { ...(schema === undefined ? {} : { schema }), ...roles }
  return (Object.keys(given) as (keyof Names)[]).find((key) => given[key] !== names[key])
}

/** The names as `authSchemaStatements()` takes them. */
export function schemaOptions({ schema, ...roles }: Names): AuthSchemaOptions {
  return { schema, roles }
}

/** The three roles. */
export function roleNames({ authenticated, anonymous, authenticator }: Names): string[] {
  return [authenticated, anonymous, authenticator]
}
