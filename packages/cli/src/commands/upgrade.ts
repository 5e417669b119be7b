import { Command } from 'commander'
import type { Cli } from '../cli.js'
import { findAdoption } from '../migrations/find-adoption.js'
import { openMigrations } from '../migrations/open-migrations.js'
import { addNameOptions, type NameOptions } from '../options/names.js'
import { type VerificationOptions, verificationOption } from '../options/verification.js'
import { type ConfigOptions, configOption } from '../project/open-project.js'
import { upgradeAdoption } from '../upgrading/upgrade-adoption.js'
import { upgradeSchema } from '../upgrading/upgrade-schema.js'

/** What commander makes of the options of `rowauth upgrade`. */
export type UpgradeOptions = NameOptions & ConfigOptions & VerificationOptions

const help = `
With --verification the migration changes who verifies the tokens. It is for databases that are made anew: applications
that still work the other way fail as soon as it is applied. A database in use is switched with "rowauth switch" first.`

/** `rowauth upgrade`: this version of the auth schema, or of an adoption, as a further migration. */
export function upgradeCommand(cli: Cli): Command {
  return addNameOptions(new Command('upgrade').addOption(configOption()))
    .addOption(verificationOption('who verifies the tokens from now on (default: as it is installed)'))
    .description('Append a migration to this version of the auth schema, if the installed one is older.')
    .addHelpText('after', help)
    .action(
      cli.action(async (options: UpgradeOptions) => {
        const { project, migrations } = await openMigrations(cli.terminal, options)
        const adopting = findAdoption(migrations, options)
        return adopting === undefined
          ? await upgradeSchema(project, migrations, options)
          : await upgradeAdoption(project, migrations, adopting, options)
      }),
    )
}
