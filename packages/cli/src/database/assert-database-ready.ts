import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import type pg from 'pg'
import { CliError } from '../cli-error.js'
import type { AuthSchema } from '../migrations/auth-migration.js'
import { assertVerification } from './assert-verification.js'
import { foreignSchema } from './foreign-schema.js'
import { readInstalledSchema } from './installed-schema.js'
import { missingRights } from './missing-rights.js'

/**
 * Refuses where the script would fail in this database.
 *
 * @throws {CliError} `foreign_schema`, `newer_version`, `verification_differs`, `rights_missing`
 */
export async function assertDatabaseReady(
  client: pg.ClientBase,
  { names, verification }: AuthSchema,
): Promise<void> {
  const installed = await readInstalledSchema(client, names.schema)
  if (installed.state === 'foreign') {
    throw foreignSchema(names.schema, installed.what)
  }
  if (installed.state === 'installed' && installed.version > AUTH_SCHEMA_VERSION) {
    throw new CliError(
      'newer_version',
      `The database has the auth schema in version ${installed.version}, this rowauth knows ${AUTH_SCHEMA_VERSION}.`,
      { hint: 'Update the package rowauth.' },
    )
  }
  if (installed.state === 'installed') assertVerification(installed, verification)
  const problems = await missingRights(client, names)
  if (problems.length > 0) {
    throw new CliError('rights_missing', problems.join(' '), {
      hint: 'Have somebody who may do so create them (the SQL is in "rowauth sql"), or connect as another role.',
    })
  }
}
