import { defaultNames } from '@rowauth/core/internal'
import type pg from 'pg'
import { adoptionStatements } from '../adoption/adoption-statements.js'
import { adoptionSteps, withAuthOptions } from '../adoption/next-steps.js'
import { adoptionLines, planAdoption } from '../adoption/plan-adoption.js'
import { CliError } from '../cli-error.js'
import type { ApplyOptions } from '../commands/apply.js'
import { withNames } from '../project/known-names.js'
import { recogniseDatabase } from '../recognising/recognise-database.js'
import type { Report } from '../terminal/report.js'

/**
 * Adopts what a database has, or brings an adoption up to date.
 *
 * @throws {CliError} `nothing_to_adopt`, `roles_unknown`, `usage`
 */
export async function applyAdoption(client: pg.ClientBase, options: ApplyOptions): Promise<Report> {
  if (options.verification === 'database') {
    throw new CliError('usage', 'What is adopted cannot verify tokens for rowauth.', {
      hint: 'Use --move with --verification database, or leave it out.',
    })
  }
  const { adoption: before, recognised } = await recogniseDatabase(
    client,
    options.schema ?? defaultNames.schema,
  )
  const hasNames = options.schema !== undefined || options.roles !== undefined
  const adoption =
    hasNames || before === undefined
      ? recognised && planAdoption(recognised, withNames(options, options.known?.names))
      : before
  if (adoption === undefined) {
    throw new CliError('nothing_to_adopt', 'The database shows no row-level security to adopt.', {
      hint: 'Leave out --adopt to install the auth schema, or name the schema of its functions with --schema.',
    })
  }
  await client.query(adoptionStatements(adoption).join('\n'))
  const { kind, names, settings } = adoption
  return {
    ok: true,
    json: { adopts: kind, names, settings, withAuth: withAuthOptions(adoption) },
    text: (style) =>
      [
        ...(recognised === undefined ? [] : [recognised.evidence]),
        ...adoptionLines(adoption).map((line) => `  ${line}`),
        '',
        `${style.good('ok')} the database is adopted.`,
        '\nNext:',
        ...adoptionSteps(adoption).map((step) => `  ${step}`),
        '',
      ].join('\n'),
  }
}
