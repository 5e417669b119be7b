import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import type pg from 'pg'
import type { ApplyOptions } from '../commands/apply.js'
import { assertVerification } from '../database/assert-verification.js'
import { foreignSchema } from '../database/foreign-schema.js'
import { readInstalledSchema } from '../database/installed-schema.js'
import { schemaStatements } from '../database/schema-statements.js'
import { readNames } from '../options/names.js'
import { describeVerification } from '../options/verification.js'
import { withNames } from '../project/known-names.js'
import type { Report } from '../terminal/report.js'

/** @throws {CliError} `foreign_schema`, `verification_differs`, `usage` */
export async function applySchema(client: pg.ClientBase, options: ApplyOptions): Promise<Report> {
  const names = readNames(withNames(options, options.known?.names))
  const installed = await readInstalledSchema(client, names.schema)
  if (installed.state === 'foreign') throw foreignSchema(names.schema, installed.what)
  const isThere = installed.state === 'installed'
  if (isThere && options.verification !== undefined) assertVerification(installed, options.verification)
  const verification = isThere
    ? installed.verification
    : (options.verification ?? options.known?.verification ?? 'application')
  // A script without parameters is one message and so one transaction.
  await client.query(schemaStatements(names, verification).join('\n'))
  return {
    ok: true,
    json: { version: AUTH_SCHEMA_VERSION, names, verification },
    text: (style) =>
      `${style.good('ok')} schema ${names.schema} is at version ${AUTH_SCHEMA_VERSION}, ` +
      `${describeVerification(verification)}\n`,
  }
}
