import type pg from 'pg'
import { CliError } from '../cli-error.js'
import { assertInstalled } from './assert-installed.js'

/**
 * Refuses a database whose auth schema registers no keys, or whose keys this connection may not change.
 *
 * @throws {CliError} `not_installed`, `foreign_schema`, `newer_version`, `verification_differs`, `rights_missing`
 */
export async function assertVerifies(client: pg.ClientBase, schema: string): Promise<void> {
  const installed = await assertInstalled(client, schema)
  if (installed.verification === 'application') {
    throw new CliError(
      'verification_differs',
      `The auth schema ${schema} has no keys: the application verifies the tokens.`,
      { hint: 'Run "rowauth switch --to database" first.' },
    )
  }
  const { rows } = await client.query<{ role: string; owns: boolean }>(
    `select current_user::text as role, pg_catalog.pg_has_role(n.nspowner, 'usage') as owns
     from pg_catalog.pg_namespace n where n.nspname = $1`,
    [schema],
  )
  if (rows[0]?.owns === true) return
  throw new CliError(
    'rights_missing',
    `Keys are the affair of the owner of the schema ${schema}, which role ${rows[0]?.role} is not.`,
    { hint: 'Connect as the role that installed the auth schema.' },
  )
}
