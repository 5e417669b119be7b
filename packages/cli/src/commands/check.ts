import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import { Command, Option } from 'commander'
import type pg from 'pg'
import { type AdoptionKind, describeAdoption } from '../adoption/adoption.js'
import { compareAdoption } from '../adoption/compare-adoption.js'
import { readAdoption } from '../adoption/read-adoption.js'
import { checkMigrations } from '../checking/check-migrations.js'
import {
  type PolicyFindings,
  type PolicyOptions,
  policiesInDatabase,
  policiesInMigrations,
} from '../checking/check-policies.js'
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
import type { Comparison } from '../policies/compare-project.js'
import type { Query } from '../policies/read-row-security.js'
import { type KnownSchema, knownSchema, namesSomething, withNames } from '../project/known-names.js'
import { type ConfigOptions, configOption, openProject } from '../project/open-project.js'
import { type Discrepancy, discrepancyLines } from '../terminal/discrepancy.js'
import type { Style } from '../terminal/style.js'

type CheckOptions = NameOptions & UrlOptions & ConfigOptions & VerificationOptions & PolicyOptions

/** `rowauth check`: are migrations, or a database, at this version? */
export function checkCommand(cli: Cli): Command {
  return addNameOptions(new Command('check').addOption(configOption()).addOption(urlOption()))
    .addOption(verificationOption('who has to verify the tokens (default: either)'))
    .addOption(
      new Option(
        '--scratch <connection>',
        'server to make an empty database on, for a moment (default: PGlite)',
      ),
    )
    .addOption(new Option('--no-policies', 'leave out the comparison of policies'))
    .description(
      'Compare the migrations, or with --url the database, with this version of the auth schema, and policies with the Drizzle schema.',
    )
    .action(
      cli.action(async (options: CheckOptions) => {
        const of = options.url === undefined ? 'migrations' : 'database'
        const { discrepancies, verification, adopts, policies } = await (of === 'migrations'
          ? inMigrations(cli, options)
          : inDatabase(cli, options))
        const findings = [...discrepancies, ...policies.findings]
        const { comparison, warnings } = policies
        return {
          ok: findings.length === 0,
          json: {
            ...{ of, version: AUTH_SCHEMA_VERSION, verification },
            ...(adopts && { adopts: adopts.kind }),
            ...{ findings, warnings, policies: comparison },
          },
          text: (style) => {
            const what = adopts
              ? `${describeAdoption(adopts.kind, adopts.schema)}, adopted`
              : `auth schema at version ${AUTH_SCHEMA_VERSION}, verification by the ${verification}`
            const ok = `${style.good('ok')} the ${of}: ${what}\n`
            const isSaid = findings.some(({ code }) => code === 'policies_not_compared')
            const found = findings.length > 0 ? discrepancyLines(findings, style) : ok
            return `${found}${discrepancyLines(warnings, style, 'warning')}${isSaid ? '' : comparisonLines(comparison, findings.length > 0, style)}`
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
  readonly policies: PolicyFindings
}

async function inMigrations({ terminal }: Cli, options: CheckOptions): Promise<Outcome> {
  const project = await openProject(terminal, options)
  const migrations = await readMigrations(project.migrationsFolder)
  const discrepancies = checkMigrations(migrations, options)
  const policies = await policiesInMigrations(project, options)
  const adoption = findAdoption(migrations, options)?.adoption
  if (adoption !== undefined) {
    const { kind, names } = adoption
    return { discrepancies, policies, verification: 'application', adopts: { kind, schema: names.schema } }
  }
  const verification = findInstallation(migrations, options)?.latest.auth.verification
  return { discrepancies, policies, verification }
}

async function inDatabase({ terminal }: Cli, given: CheckOptions): Promise<Outcome> {
  const known = namesSomething(given) ? undefined : await knownSchema(terminal, given)
  return await withDatabase(readUrl(given, terminal), async (client) => {
    const schema = await authSchemaIn(client, given, known)
    const query: Query = async (sql) => (await client.query(sql)).rows
    return { ...schema, policies: await policiesInDatabase(terminal, given, query, schema.adopts?.kind) }
  })
}

async function authSchemaIn(
  client: pg.Client,
  given: CheckOptions,
  known: KnownSchema | undefined,
): Promise<Omit<Outcome, 'policies'>> {
  const options = withNames(given, known?.names)
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
}

function notAdopted(schema: string): Discrepancy {
  return {
    code: 'not_installed',
    object: `schema ${schema}`,
    message: 'The migrations adopt what is there, and have not been applied to this database.',
    hint: 'Migrate, or run "rowauth apply --adopt".',
  }
}

/** What was compared, or why nothing was. */
function comparisonLines(comparison: Comparison, hasFindings: boolean, style: Style): string {
  if (comparison.compared)
    return `${hasFindings ? '' : `${style.good('ok')} `}policies compared: ${comparison.policies}\n`
  if (comparison.reason === 'no_policies') return ''
  const hint = comparison.hint === undefined ? '' : `  ${comparison.hint}\n`
  return `${style.warning('not compared')} policies: ${comparison.message}\n${hint}`
}
