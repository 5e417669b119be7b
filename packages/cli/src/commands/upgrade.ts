import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import { Command } from 'commander'
import type { Cli } from '../cli.js'
import { CliError } from '../cli-error.js'
import { addMigration } from '../migrations/add-migration.js'
import { assertConsistent } from '../migrations/assert-installable.js'
import { authMigrationBody, renderAuthMigration } from '../migrations/auth-migration.js'
import { findInstallation } from '../migrations/find-installation.js'
import { readMigrations } from '../migrations/read-migrations.js'
import { addNameOptions, type NameOptions } from '../options/names.js'
import { type ConfigOptions, configOption, openProject } from '../project/open-project.js'

/** `rowauth upgrade`: this version of the auth schema as a further migration. */
export function upgradeCommand(cli: Cli): Command {
  return addNameOptions(new Command('upgrade').addOption(configOption()))
    .description('Append a migration to this version of the auth schema, if the installed one is older.')
    .action(
      cli.action(async (options: NameOptions & ConfigOptions) => {
        const project = await openProject(cli.terminal, options)
        const migrations = await readMigrations(project.migrationsFolder)
        assertConsistent(migrations.problems)
        const installation = findInstallation(migrations, options)
        if (installation === undefined) {
          throw new CliError('not_installed', 'The migrations install no auth schema.', {
            hint: 'Run "rowauth init".',
          })
        }
        const { names } = installation
        const from = installation.latest.auth.version
        const to = AUTH_SCHEMA_VERSION
        if (from > to) {
          throw new CliError(
            'newer_version',
            `The migrations have version ${from}, this rowauth knows ${to}.`,
            {
              hint: 'Update the package rowauth.',
            },
          )
        }
        if (from === to) {
          return {
            ok: true,
            json: { migration: null, from, to, names },
            text: (style) =>
              `${style.good('ok')} the auth schema is at version ${to} already; nothing to do\n`,
          }
        }
        const content = renderAuthMigration(names, authMigrationBody(names))
        const migration = await addMigration(project, `rowauth_auth_schema_v${to}`, content)
        return {
          ok: true,
          json: { migration, from, to, names },
          text: (style) =>
            `${style.good('ok')} ${migration} brings the auth schema from version ${from} to ${to}.\n\n` +
            'Next:\n  npx drizzle-kit migrate\n',
        }
      }),
    )
}
