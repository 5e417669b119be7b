import { Command } from 'commander'
import type { Cli } from '../cli.js'
import { grantStatements } from '../grants/grant-statements.js'
import { addMigration } from '../migrations/add-migration.js'
import { findAdoption } from '../migrations/find-adoption.js'
import { findInstallation } from '../migrations/find-installation.js'
import { renderMarked } from '../migrations/marked-migration.js'
import { openMigrations } from '../migrations/open-migrations.js'
import { joinStatements } from '../migrations/statement-breakpoint.js'
import { addNameOptions, type NameOptions, namesOver, readNames } from '../options/names.js'
import { type ConfigOptions, configOption } from '../project/open-project.js'

type GrantsOptions = NameOptions & ConfigOptions

const help = `
Policies say which rows, grants say which tables, and drizzle-kit writes no grants. The migration looks at the policies
of the database that it runs in: a policy for select to a role grants it select, and so on. A role of your own that a
policy names gets the auth functions that the policy calls. Run this again after policies for further commands or
tables; nothing is revoked.`

/** `rowauth grants`: what policies are for, granted by a further migration. */
export function grantsCommand(cli: Cli): Command {
  return addNameOptions(new Command('grants').addOption(configOption()))
    .description('Append a migration that grants the roles what policies are for.')
    .addHelpText('after', help)
    .action(
      cli.action(async (options: GrantsOptions) => {
        const { project, migrations } = await openMigrations(cli.terminal, options)
        const adopted = findAdoption(migrations, options)?.adoption.names
        const names = adopted
          ? namesOver(options, adopted)
          : readNames(options, findInstallation(migrations, options)?.names)
        const content = renderMarked({
          title: 'grants',
          version: 1,
          options: JSON.stringify(names),
          body: joinStatements(grantStatements(names)),
        })
        const migration = await addMigration(project, 'rowauth_grants', content)
        return {
          ok: true,
          json: { migration, names },
          text: (style) =>
            `${style.good('ok')} ${migration} grants what policies are for.\n\nNext:\n  npx drizzle-kit migrate\n`,
        }
      }),
    )
}
