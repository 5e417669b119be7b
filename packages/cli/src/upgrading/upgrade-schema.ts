import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import { CliError } from '../cli-error.js'
import type { UpgradeOptions } from '../commands/upgrade.js'
import { addMigration } from '../migrations/add-migration.js'
import { renderAuthMigration } from '../migrations/auth-migration.js'
import { findInstallation } from '../migrations/find-installation.js'
import type { Migrations } from '../migrations/read-migrations.js'
import type { Verification } from '../options/verification.js'
import type { Project } from '../project/open-project.js'
import type { Report } from '../terminal/report.js'

const switchFirst = (verification: Verification) =>
  `A database in use goes through "rowauth switch --to ${verification}" first, or its applications fail meanwhile.`

/** @throws {CliError} `not_installed`, `newer_version`, `kit_failed`, `usage`, `names_differ` */
export async function upgradeSchema(
  project: Project,
  migrations: Migrations,
  options: UpgradeOptions,
): Promise<Report> {
  const installation = findInstallation(migrations, options)
  if (installation === undefined) {
    throw new CliError('not_installed', 'The migrations install no auth schema.', {
      hint: 'Run "rowauth init".',
    })
  }
  const { names } = installation
  const { version: from, verification: before } = installation.latest.auth
  const { verification = before } = options
  const to = AUTH_SCHEMA_VERSION
  if (from > to) {
    throw new CliError('newer_version', `The migrations have version ${from}, this rowauth knows ${to}.`, {
      hint: 'Update the package rowauth.',
    })
  }
  if (from === to && before === verification) {
    return {
      ok: true,
      json: { migration: null, from, to, names, verification },
      text: (style) => `${style.good('ok')} the auth schema is at version ${to} already; nothing to do\n`,
    }
  }
  const isSwitch = before !== verification
  const name = isSwitch ? `rowauth_verification_by_${verification}` : `rowauth_auth_schema_v${to}`
  const content = renderAuthMigration({ names, verification }, before)
  const migration = await addMigration(project, name, content)
  const what = isSwitch
    ? `brings the auth schema to version ${to}, verification by the ${verification}`
    : `brings the auth schema from version ${from} to ${to}`
  return {
    ok: true,
    json: { migration, from, to, names, verification },
    text: (style) =>
      [
        `${style.good('ok')} ${migration} ${what}.`,
        ...(isSwitch ? [`${style.warning('note')} ${switchFirst(verification)}`] : []),
        '\nNext:\n  npx drizzle-kit migrate\n',
      ].join('\n'),
  }
}
