import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import { Command } from 'commander'
import { type AdoptionKind, describeAdoption } from '../adoption/adoption.js'
import { compareAdoption } from '../adoption/compare-adoption.js'
import { readAdoption } from '../adoption/read-adoption.js'
import { checkMigrations } from '../checking/check-migrations.js'
import type { Cli } from '../cli.js'
import { checkDatabase } from '../database/check-database.js'
import { readInstalledSchema } from '../database/installed-schema.js'
import { withDatabase } from '../database/with-database.js'
import { findAdoption } from '../migrations/find-adoption.js'
import { findInstallation } from '../migrations/find-installation.js'
import { readMigrations } from '../migrations/read-migrations.js'
import { addNameOptions, type NameOptions, readNames } from '../options/names.js'
import { readUrl, type UrlOptions, urlOption } from '../options/url.js'
import {
  type InstalledVerification,
  type VerificationOptions,
  verificationOption,
} from '../options/verification.js'
import { knownSchema, namesSomething, withNames } from '../project/known-names.js'
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
        const { discrepancies, verification, adopts } = await (of === 'migrations'
          ? inMigrations(cli, options)
          : inDatabase(cli, options))
        return {
          ok: discrepancies.length === 0,
          json: {
            ...{ of, version: AUTH_SCHEMA_VERSION, verification },
            ...(adopts && { adopts: adopts.kind }),
            findings: discrepancies,
          },
          text: (style) => {
            if (discrepancies.length > 0) return discrepancyLines(discrepancies, style)
            const what = adopts
              ? `${describeAdoption(adopts.kind, adopts.schema)}, adopted`
              : `auth schema at version ${AUTH_SCHEMA_VERSION}, verification by the ${verification}`
            return `${style.good('ok')} the ${of}: ${what}\n`
          },
        }
      }),
    )
}

interface Outcome {
  readonly discrepancies: readonly Discrepancy[]
  /** Undefined where no auth schema was found. */
  readonly verification: InstalledVerification | undefined
  readonly adopts?: { readonly kind: AdoptionKind; readonly schema: string }
}

async function inMigrations({ terminal }: Cli, options: CheckOptions): Promise<Outcome> {
  const { migrationsFolder } = await openProject(terminal, options)
  const migrations = await readMigrations(migrationsFolder)
  const discrepancies = checkMigrations(migrations, options)
  const adoption = findAdoption(migrations, options)?.adoption
  if (adoption !== undefined) {
    const { kind, names } = adoption
    return { discrepancies, verification: 'application', adopts: { kind, schema: names.schema } }
  }
  return {
    discrepancies,
    verification: findInstallation(migrations, options)?.latest.auth.verification,
  }
}

async function inDatabase({ terminal }: Cli, given: CheckOptions): Promise<Outcome> {
  const known = namesSomething(given) ? undefined : await knownSchema(terminal, given)
  const options = withNames(given, known?.names)
  return await withDatabase(readUrl(options, terminal), async (client) => {
    const adoption = await readAdoption(client, given)
    if (adoption !== undefined) {
      return {
        discrepancies: await compareAdoption(client, adoption, options),
        verification: 'application',
        adopts: { kind: adoption.kind, schema: adoption.names.schema },
      }
    }
    const names = readNames(options)
    const installed = await readInstalledSchema(client, names.schema)
    if (known?.adopts && installed.state !== 'installed') {
      return { discrepancies: [notAdopted(names.schema)], verification: undefined }
    }
    return {
      discrepancies: await checkDatabase(client, names, options.verification),
      verification: installed.state === 'installed' ? installed.verification : undefined,
    }
  })
}

function notAdopted(schema: string): Discrepancy {
  return {
    code: 'not_installed',
    object: `schema ${schema}`,
    message: 'The migrations adopt what is there, and have not been applied to this database.',
    hint: 'Migrate, or run "rowauth apply --adopt".',
  }
}
