import type { AdoptionKind } from '../adoption/adoption.js'
import { CliError } from '../cli-error.js'
import { findInstallation } from '../migrations/find-installation.js'
import { readMigrations } from '../migrations/read-migrations.js'
import type { NameOptions } from '../options/names.js'
import {
  comparePolicies,
  notCompared,
  type PolicyCheck,
  type PolicyProject,
} from '../policies/compare-project.js'
import type { Query } from '../policies/read-row-security.js'
import { readSnapshot } from '../policies/snapshot-policies.js'
import { acknowledgedPolicies, policyHistory } from '../policies/statements/policy-history.js'
import { snapshotFindings } from '../policies/statements/snapshot-findings.js'
import { type StatementFindings, statementFindings } from '../policies/statements/statement-findings.js'
import { type ConfigOptions, openProject, type Project } from '../project/open-project.js'
import type { Discrepancy } from '../terminal/discrepancy.js'
import type { Terminal } from '../terminal/terminal.js'

/** What commander makes of the options for policies. */
export interface PolicyOptions {
  /** A server on which a database may be made. */
  readonly scratch?: string
  /** `false` with `--no-policies`. */
  readonly policies: boolean
}

type Options = NameOptions & ConfigOptions & PolicyOptions

/** What a check of policies says: whether they were compared, faults, and what is worth a look. */
export type PolicyFindings = StatementFindings & Pick<PolicyCheck, 'comparison'>

const leftOut = notCompared('left_out', 'Policies were left out: --no-policies.')

/** The policies of a project's migrations, beside those of its Drizzle schema. */
export async function policiesInMigrations(project: Project, options: Options): Promise<PolicyFindings> {
  if (!options.policies) return withoutWarnings(leftOut)
  const given = await policyProject(project, options)
  const steps = policyHistory(given.migrations)
  const read = statementFindings(steps)
  const { comparison, discrepancies } = await comparePolicies(given, options.scratch, undefined)
  // Read side by side only where PostgreSQL could not say it better.
  const snapshot = comparison.compared ? undefined : await readSnapshot(given.migrationsFolder)
  const lost =
    snapshot === undefined
      ? { findings: [], warnings: [] }
      : snapshotFindings(steps, snapshot, acknowledgedPolicies(steps))
  return {
    comparison,
    findings: [...read.findings, ...discrepancies, ...lost.findings],
    warnings: [...read.warnings, ...lost.warnings],
  }
}

/**
 * The policies of a database, beside those of the project in this folder, if there is one.
 *
 * @param adopted - whose functions the database has adopted
 */
export async function policiesInDatabase(
  terminal: Terminal,
  options: Options,
  database: Query,
  adopted: AdoptionKind | undefined,
): Promise<PolicyFindings> {
  if (!options.policies) return withoutWarnings(leftOut)
  const here = await projectHere(terminal, options)
  if (here === undefined) {
    return withoutWarnings(
      notCompared('no_project', 'There is no drizzle-kit project in this folder whose database this is.', {
        hint: 'Run it where the project is, or name the config: --config <path>.',
      }),
    )
  }
  const project = { ...here, adopted }
  const check = await comparePolicies(project, options.scratch, database)
  return withoutWarnings({ ...check, discrepancies: [...unseen(check, project), ...check.discrepancies] })
}

/** That a check did not look is a finding, where there is something to look at. */
function unseen({ comparison }: PolicyCheck, { migrations, adopted }: PolicyProject): Discrepancy[] {
  const object = 'policies'
  const leaveOut = 'To do without: --no-policies.'
  if (comparison.compared) {
    if (comparison.unreadable.length === 0) return []
    const message = `These could not be compared, as the migrations make no table that they can be read for: ${comparison.unreadable.join(', ')}.`
    return [{ code: 'policies_not_compared', object, message, hint: leaveOut }]
  }
  // Migrations that adopt what is there were never meant for an empty database.
  const adopts =
    adopted !== undefined ||
    migrations.list.some(({ adoption, auth }) => adoption !== undefined || auth?.moves === true)
  if (comparison.reason === 'not_replayable' && adopts) return []
  if (comparison.reason !== 'no_scratch' && comparison.reason !== 'not_replayable') return []
  const hint = `${comparison.hint} ${leaveOut}`
  return [{ code: 'policies_not_compared', object, message: comparison.message, hint }]
}

async function projectHere(terminal: Terminal, options: Options): Promise<PolicyProject | undefined> {
  try {
    const project = await policyProject(await openProject(terminal, options), options)
    const { list } = project.migrations
    const schemas = list.flatMap(({ auth, adoption }) => (auth ?? adoption)?.names.schema ?? [])
    // Names of the command line are those of another database, maybe.
    if (options.schema !== undefined && schemas.length > 0 && !schemas.includes(options.schema))
      return undefined
    findInstallation(project.migrations, options)
    return project
  } catch (error) {
    if (options.config === undefined && error instanceof CliError) return undefined
    throw error
  }
}

async function policyProject(project: Project, names: NameOptions): Promise<PolicyProject> {
  const { migrationsFolder, configPath } = project
  return {
    importedFrom: configPath,
    migrationsFolder,
    migrations: await readMigrations(migrationsFolder),
    names,
  }
}

function withoutWarnings({ comparison, discrepancies }: PolicyCheck): PolicyFindings {
  return { comparison, findings: discrepancies, warnings: [] }
}
