import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import { Command } from 'commander'
import type { Cli } from '../cli.js'
import { CliError } from '../cli-error.js'
import { addMigration } from '../migrations/add-migration.js'
import { assertConsistent } from '../migrations/assert-installable.js'
import { renderAuthMigration } from '../migrations/auth-migration.js'
import { findInstallation } from '../migrations/find-installation.js'
import { readMigrations } from '../migrations/read-migrations.js'
import { addNameOptions, type NameOptions } from '../options/names.js'
import { type Verification, type VerificationOptions, verificationOption } from '../options/verification.js'
import { type ConfigOptions, configOption, openProject } from '../project/open-project.js'

type UpgradeOptions = NameOptions & ConfigOptions & VerificationOptions

const help = `
With --verification the migration changes who verifies the tokens. It is for databases that are made anew: applications
that still work the other way fail as soon as it is applied. A database in use is switched with "rowauth switch" first.`

const switchFirst = (verification: Verification) =>
  `A database in use goes through "rowauth switch --to ${verification}" first, or its applications fail meanwhile.`

/** `rowauth upgrade`: this version of the auth schema as a further migration. */
export function upgradeCommand(cli: Cli): Command {
  return addNameOptions(new Command('upgrade').addOption(configOption()))
    .addOption(verificationOption('who verifies the tokens from now on (default: as it is installed)'))
    .description('Append a migration to this version of the auth schema, if the installed one is older.')
    .addHelpText('after', help)
    .action(
      cli.action(async (options: UpgradeOptions) => {
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
        const { version: from, verification: before } = installation.latest.auth
        const { verification = before } = options
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
        if (from === to && before === verification) {
          return {
            ok: true,
            json: { migration: null, from, to, names, verification },
            text: (style) =>
              `${style.good('ok')} the auth schema is at version ${to} already; nothing to do\n`,
          }
        }
        const isSwitch = before !== verification
        const name = isSwitch ? `rowauth_verification_by_${verification}` : `rowauth_auth_schema_v${to}`
        const content = renderAuthMigration({ names, verification }, before)
        const migration = await addMigration(project, name, content)
        const what = isSwitch
          ? `brings the auth schema to version ${to}, verification by the ${verification}`
          : `brings the auth schema from version ${from} to ${to}`
        return {
          ok: true,
          json: { migration, from, to, names, verification },
          text: (style) =>
            [
              `${style.good('ok')} ${migration} ${what}.`,
              ...(isSwitch ? [`${style.warning('note')} ${switchFirst(verification)}`] : []),
              '\nNext:\n  npx drizzle-kit migrate\n',
            ].join('\n'),
        }
      }),
    )
}
