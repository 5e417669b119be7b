import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import { CliError } from '../cli-error.js'
import { foreignSchemaHint } from '../database/foreign-schema.js'
import { type Names, roleNames } from '../options/names.js'
import { findObstacle } from './obstacles.js'
import type { Migrations } from './read-migrations.js'

/**
 * Refuses where the migrations leave no place for the auth schema at their end.
 *
 * @throws {CliError} `migrations_inconsistent`, `already_installed`, `foreign_schema`, `policies_come_first`
 */
export function assertInstallable({ list, problems }: Migrations, names: Names): void {
  assertConsistent(problems)
  const installed = list.filter(({ auth }) => auth?.names.schema === names.schema).at(-1)
  if (installed?.auth !== undefined) {
    const { version } = installed.auth
    throw new CliError(
      'already_installed',
      `The auth schema is installed already, in version ${version}: ${installed.file}.`,
      {
        hint:
          version < AUTH_SCHEMA_VERSION
            ? `Run "rowauth upgrade" to append version ${AUTH_SCHEMA_VERSION}.`
            : 'Run "rowauth check" to compare it with this version.',
      },
    )
  }
  const madeRoles = new Set<string>()
  for (const { file, text, auth } of list) {
    if (auth !== undefined) {
      for (const role of roleNames(auth.names)) madeRoles.add(role)
      continue
    }
    if (text.includes('rowauth auth schema, version')) {
      throw new CliError('already_installed', `${file} installs an auth schema that was put there by hand.`, {
        hint: 'Keep it, and replace its SQL with that of "rowauth sql" in a new migration when it is out of date.',
      })
    }
    const obstacle = findObstacle(text, names, madeRoles)
    if (obstacle?.code === 'foreign_schema') {
      throw new CliError(
        'foreign_schema',
        `The schema ${names.schema} is not free: ${file} ${obstacle.what}.`,
        {
          hint: foreignSchemaHint,
        },
      )
    }
    if (obstacle !== undefined) {
      throw new CliError(
        'policies_come_first',
        `${file} ${obstacle.what}, and would run before the auth schema: on an empty database that fails.`,
        {
          hint:
            'If that migration was not applied anywhere yet, take it back (drizzle-kit drop, or delete it), run ' +
            'this again, then "drizzle-kit generate". If it is in use, with functions and roles that are there, ' +
            'keep them: rowauth init --adopt, or with --url for a look at the database.',
        },
      )
    }
  }
}

/** @throws {CliError} `migrations_inconsistent` */
export function assertConsistent(problems: readonly string[]): void {
  if (problems.length === 0) return
  throw new CliError(
    'migrations_inconsistent',
    `The migrations folder is not in order. ${problems.join(' ')}`,
    {
      hint: 'Fix it first ("drizzle-kit check" may tell more); nothing was changed.',
    },
  )
}
