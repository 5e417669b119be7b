import { describeAdoption } from '../adoption/adoption.js'
import { adoptionVersion } from '../adoption/adoption-mark.js'
import { undoneLater } from '../checking/undone-later.js'
import { CliError } from '../cli-error.js'
import type { UpgradeOptions } from '../commands/upgrade.js'
import { addMigration } from '../migrations/add-migration.js'
import { adoptionMigrationBody, renderAdoptionMigration } from '../migrations/adoption-migration.js'
import type { AdoptingMigration } from '../migrations/find-adoption.js'
import type { Migrations } from '../migrations/read-migrations.js'
import type { Project } from '../project/open-project.js'
import type { Report } from '../terminal/report.js'

/** @throws {CliError} `newer_version`, `verification_differs`, `kit_failed` */
export async function upgradeAdoption(
  project: Project,
  migrations: Migrations,
  adopting: AdoptingMigration,
  { verification }: UpgradeOptions,
): Promise<Report> {
  const { file, adoption } = adopting
  const { kind, names, version: from, body } = adoption
  const to = adoptionVersion
  if (verification === 'database') {
    throw new CliError('verification_differs', `${file} has adopted functions that do not verify tokens.`, {
      hint: 'Run "rowauth init --move --verification database".',
    })
  }
  if (from > to) {
    throw new CliError('newer_version', `${file} is of a newer rowauth than this one.`, {
      hint: 'Update the package rowauth.',
    })
  }
  // What later migrations have taken away the same statements give back.
  const isUndone = undoneLater(migrations, adopting, names).length > 0
  const isCurrent = !isUndone && body === adoptionMigrationBody(adoption)
  const migration = isCurrent
    ? null
    : await addMigration(project, `rowauth_adoption_v${to}`, renderAdoptionMigration(adoption))
  return {
    ok: true,
    json: { migration, from, to, adopts: kind, names },
    text: (style) =>
      migration === null
        ? `${style.good('ok')} ${describeAdoption(kind, names.schema)}: adopted, and nothing to upgrade\n`
        : `${style.good('ok')} ${migration} brings the adoption up to date.\n\nNext:\n  npx drizzle-kit migrate\n`,
  }
}
