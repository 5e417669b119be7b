import { adoptionStatements } from '../adoption/adoption-statements.js'
import { adoptionSteps, withAuthOptions } from '../adoption/next-steps.js'
import { adoptionLines, planAdoption } from '../adoption/plan-adoption.js'
import { CliError } from '../cli-error.js'
import type { InitOptions } from '../commands/init.js'
import { tryStatements } from '../database/try-statements.js'
import { addMigration } from '../migrations/add-migration.js'
import { renderAdoptionMigration } from '../migrations/adoption-migration.js'
import type { Migrations } from '../migrations/read-migrations.js'
import { configNotes } from '../project/notes.js'
import type { Recognised } from '../recognising/recognised.js'
import { sqlStatements } from '../sql-text/sql-statements.js'
import type { Report } from '../terminal/report.js'
import type { Situation } from './situation.js'
import { databaseNotes } from './with-project-database.js'

/**
 * Adds a migration that adopts what is there.
 *
 * @throws {CliError} `nothing_to_adopt`, `roles_unknown`, `would_fail`, `usage`, `kit_failed`
 */
export async function adopt(options: InitOptions, situation: Situation): Promise<Report> {
  const { project, migrations, client, database } = situation
  const { dryRun = false, grants = false, verification } = options
  const recognised = situation.recognised ?? unseen(migrations)
  if (verification === 'database') {
    throw new CliError('usage', `${recognised.evidence} What is there cannot verify tokens for rowauth.`, {
      hint: 'Add --move, which puts the auth schema in its place, or leave out --verification database.',
    })
  }
  if (grants) {
    throw new CliError(
      'usage',
      'What is adopted has its grants, and --grants would change who may do what.',
      {
        hint: 'Leave out --grants. For tables without any, run "rowauth grants" afterwards, and look at its migration.',
      },
    )
  }
  const adoption = planAdoption(recognised, options)
  const { kind, names, settings } = adoption
  // One that does not show what is adopted has not run the migrations yet.
  if (client !== undefined && situation.isInDatabase) {
    await tryStatements(client, adoptionStatements(adoption))
  }
  const migration = dryRun
    ? null
    : await addMigration(project, 'rowauth_adoption', renderAdoptionMigration(adoption))
  const notes = [...configNotes(project, names), ...databaseNotes[database]]
  const steps = ['npx drizzle-kit migrate', ...adoptionSteps(adoption)]
  return {
    ok: true,
    json: {
      ...{ migration, adopts: kind, evidence: recognised.evidence, names, settings },
      ...{ withAuth: withAuthOptions(adoption), kit: project.kit.version, database, notes },
    },
    text: (style) =>
      [
        recognised.evidence,
        ...adoptionLines(adoption).map((line) => `  ${line}`),
        '',
        migration === null
          ? `${style.warning('note')} A dry run: a migration would do that.`
          : `${style.good('ok')} ${migration} does that. Not what you want? Take it back (drizzle-kit drop, or delete it).`,
        ...notes.map((note) => `${style.warning('note')} ${note}`),
        '\nNext:',
        ...steps.map((step) => `  ${step}`),
        '',
      ].join('\n'),
  }
}

/** What --adopt goes by where neither migrations nor database show whose the functions are. */
function unseen({ list }: Migrations): Recognised {
  const hasPolicies = list.some(({ text }) =>
    sqlStatements(text).some((statement) => /^create\s+policy\b/.test(statement)),
  )
  if (!hasPolicies) {
    throw new CliError(
      'nothing_to_adopt',
      'Neither migrations nor database show row-level security to adopt.',
      {
        hint: 'Leave out --adopt to install the auth schema; or name the database with --url, and the schema with --schema.',
      },
    )
  }
  const evidence = 'The migrations have policies, and nothing in them says whose functions those call.'
  return {
    kind: 'functions',
    evidence,
    roles: ['authenticated', 'anonymous'],
    users: ['authenticated'],
    settings: [],
  }
}
