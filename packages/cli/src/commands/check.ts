import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import { Command } from 'commander'
import type { Cli } from '../cli.js'
import { checkDatabase } from '../database/check-database.js'
import { withDatabase } from '../database/with-database.js'
import { checkMigrations } from '../migrations/check-migrations.js'
import { readMigrations } from '../migrations/read-migrations.js'
import { addNameOptions, type NameOptions, readNames } from '../options/names.js'
import { readUrl, type UrlOptions, urlOption } from '../options/url.js'
import { type ConfigOptions, configOption, openProject } from '../project/open-project.js'
import { type Discrepancy, discrepancyLines } from '../terminal/discrepancy.js'

type CheckOptions = NameOptions & UrlOptions & ConfigOptions

/** `rowauth check`: are migrations, or a database, at this version? */
export function checkCommand(cli: Cli): Command {
  return addNameOptions(new Command('check').addOption(configOption()).addOption(urlOption()))
    .description('Compare the migrations, or with --url the database, with this version of the auth schema.')
    .action(
      cli.action(async (options: CheckOptions) => {
        const of = options.url === undefined ? 'migrations' : 'database'
        const discrepancies = await (of === 'migrations'
          ? inMigrations(cli, options)
          : inDatabase(cli, options))
        return {
          ok: discrepancies.length === 0,
          json: { of, version: AUTH_SCHEMA_VERSION, findings: discrepancies },
          text: (style) =>
            discrepancies.length === 0
              ? `${style.good('ok')} the ${of}: auth schema at version ${AUTH_SCHEMA_VERSION}\n`
              : discrepancyLines(discrepancies, style),
        }
      }),
    )
}

async function inMigrations({ terminal }: Cli, options: CheckOptions): Promise<Discrepancy[]> {
  const { migrationsFolder } = await openProject(terminal, options)
  return checkMigrations(await readMigrations(migrationsFolder), options)
}

function inDatabase({ terminal }: Cli, options: CheckOptions): Promise<Discrepancy[]> {
  const names = readNames(options)
  return withDatabase(readUrl(options, terminal), (client) => checkDatabase(client, names))
}
