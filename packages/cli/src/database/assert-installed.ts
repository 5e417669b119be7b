import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import type pg from 'pg'
import { CliError } from '../cli-error.js'
import { type InstalledSchema, readInstalledSchema } from './installed-schema.js'

/**
 * The auth schema that is installed.
 *
 * @throws {CliError} `not_installed`, `foreign_schema`, `newer_version`
 */
export async function assertInstalled(
  client: pg.ClientBase,
  schema: string,
): Promise<Extract<InstalledSchema, { state: 'installed' }>> {
  const installed = await readInstalledSchema(client, schema)
  if (installed.state === 'missing') {
    throw new CliError('not_installed', `The database has no auth schema ${schema}.`, {
      hint: 'Run "rowauth init" and migrate, or "rowauth apply"; or name yours with --schema.',
    })
  }
  if (installed.state === 'foreign') {
    throw new CliError('foreign_schema', `The schema ${schema} was not made by rowauth: ${installed.what}.`, {
      hint: 'Name yours with --schema. What was adopted is left to whoever made it.',
    })
  }
  if (installed.version > AUTH_SCHEMA_VERSION) {
    throw new CliError(
      'newer_version',
      `The database has the auth schema in version ${installed.version}, this rowauth knows ${AUTH_SCHEMA_VERSION}.`,
      { hint: 'Update the package rowauth.' },
    )
  }
  return installed
}
