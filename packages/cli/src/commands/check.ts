import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import { Command } from 'commander'
import type { Cli } from '../cli.js'
import { checkDatabase } from '../database/check-database.js'
import { readInstalledSchema } from '../database/installed-schema.js'
import { withDatabase } from '../database/with-database.js'
import { checkMigrations } from '../migrations/check-migrations.js'
import { findInstallation } from '../migrations/find-installation.js'
import { readMigrations } from '../migrations/read-migrations.js'
import { addNameOptions, type NameOptions, readNames } from '../options/names.js'
import { readUrl, type UrlOptions, urlOption } from '../options/url.js'
import {
  type InstalledVerification,
  type VerificationOptions,
  verificationOption,
} from '../options/verification.js'
import { type ConfigOptions, configOption, openProject } from '../project/open-project.js'
import { type Discrepancy, discrepancyLines } from '../terminal/discrepancy.js'

type CheckOptions = NameOptions & UrlOptions & ConfigOptions & VerificationOptions

/** `rowauth check`: are migrations, or a database, at this version? */
export function checkCommand(cli: Cli): Command {
  return addNameOptions(new Command('check').addOption(configOption()).addOption(urlOption()))
    .addOption(verificationOption('who has to verify the tokens (default: either)'))
    .description('Compare the migrations, or with --url the database, with this version of the auth schema.')
    .action(
      cli.action(async (options: CheckOptions) => {
        const of = options.url === undefined ? 'migrations' : 'database'
        const { discrepancies, verification } = await (of === 'migrations'
          ? inMigrations(cli, options)
          : inDatabase(cli, options))
        return {
          ok: discrepancies.length === 0,
          json: { of, version: AUTH_SCHEMA_VERSION, verification, findings: discrepancies },
          text: (style) =>
            discrepancies.length === 0
              ? `${style.good('ok')} the ${of}: auth schema at version ${AUTH_SCHEMA_VERSION}, ` +
                `verification by the ${verification}\n`
              : discrepancyLines(discrepancies, style),
        }
      }),
    )
}

interface Outcome {
  readonly discrepancies: readonly Discrepancy[]
  /** Undefined where no auth schema was found. */
  readonly verification: InstalledVerification | undefined
}

async function inMigrations({ terminal }: Cli, options: CheckOptions): Promise<Outcome> {
  const { migrationsFolder } = await openProject(terminal, options)
  const migrations = await readMigrations(migrationsFolder)
  return {
    discrepancies: checkMigrations(migrations, options),
    verification: findInstallation(migrations, options)?.latest.auth.verification,
  }
}

function inDatabase({ terminal }: Cli, options: CheckOptions): Promise<Outcome> {
  const names = readNames(options)
  return withDatabase(readUrl(options, terminal), async (client) => {
    const installed = await readInstalledSchema(client, names.schema)
    return {
      discrepancies: await checkDatabase(client, names, options.verification),
      verification: installed.state === 'installed' ? installed.verification : undefined,
    }
  })
}
