import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import type { InitOptions } from '../commands/init.js'
import { assertDatabaseReady } from '../database/assert-database-ready.js'
import { addMigration } from '../migrations/add-migration.js'
import { assertInstallable } from '../migrations/assert-installable.js'
import { renderAuthMigration } from '../migrations/auth-migration.js'
import { readNames } from '../options/names.js'
import { configNotes } from '../project/notes.js'
import type { Report } from '../terminal/report.js'
import type { Place } from './situation.js'
import { databaseNotes } from './with-project-database.js'

/**
 * Adds a migration that installs the auth schema.
 *
 * @throws {CliError} `already_installed`, `foreign_schema`, `policies_come_first`, `newer_version`,
 *   `verification_differs`, `rights_missing`, `kit_failed`
 */
export async function install(
  options: InitOptions,
  { project, migrations, client, database }: Place,
): Promise<Report> {
  const { verification = 'application', grants = false, dryRun = false } = options
  const names = readNames(options)
  const schema = { names, verification, grants }
  assertInstallable(migrations, names)
  if (client !== undefined) await assertDatabaseReady(client, schema)
  const migration = dryRun
    ? null
    : await addMigration(project, 'rowauth_auth_schema', renderAuthMigration(schema))
  const notes = [...configNotes(project, names), ...databaseNotes[database]]
  return {
    ok: true,
    json: {
      ...{ migration, version: AUTH_SCHEMA_VERSION, names, verification },
      ...{ kit: project.kit.version, database, notes },
    },
    text: (style) =>
      [
        migration === null
          ? `${style.warning('note')} A dry run: a migration would install the auth schema, version ${AUTH_SCHEMA_VERSION}.`
          : `${style.good('ok')} ${migration} installs the auth schema, version ${AUTH_SCHEMA_VERSION}.`,
        ...notes.map((note) => `${style.warning('note')} ${note}`),
        '',
        'Next:',
        '  npx drizzle-kit migrate',
        ...(verification === 'database' ? [syncHint] : []),
        `  alter role ${names.authenticator} login password '…'   (in SQL, as the owner; not in a migration)`,
        '  write policies with crudPolicy() of @rowauth/drizzle, then: npx drizzle-kit generate',
        '  npx rowauth grants   (what the policies are for: drizzle-kit writes no grants)',
        '  npx rowauth check --url   (in CI; it compares policies in PGlite: npm install --save-dev @electric-sql/pglite)',
        '',
      ].join('\n'),
  }
}

const syncHint =
  '  npx rowauth jwks sync --url --jwks … --issuer … --audience …   (and again from time to time)'
