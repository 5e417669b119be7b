import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import { defaultNames } from '@rowauth/core/internal'
import type pg from 'pg'
import { adoptedNames } from '../adoption/adopted-names.js'
import type { ApplyOptions } from '../commands/apply.js'
import { assertMovable } from '../moving/assert-movable.js'
import { findDependents } from '../moving/find-dependents.js'
import { moveStatements } from '../moving/move-statements.js'
import { readNames } from '../options/names.js'
import { describeVerification } from '../options/verification.js'
import { recogniseDatabase } from '../recognising/recognise-database.js'
import type { Report } from '../terminal/report.js'

/**
 * Puts the auth schema in the place of what a database has, in one transaction.
 *
 * @throws {CliError} `nothing_to_move`, `move_blocked`, `roles_unknown`, `usage`
 */
export async function applyMove(client: pg.ClientBase, options: ApplyOptions): Promise<Report> {
  const { verification = 'application' } = options
  const { adoption, recognised } = await recogniseDatabase(client, options.schema ?? defaultNames.schema)
  assertMovable(recognised?.kind, recognised?.settings ?? [])
  const names = readNames(
    options,
    adoption?.names ?? options.known?.names ?? adoptedNames(recognised, options),
  )
  const dependents = await findDependents(client, names.schema)
  // A script without parameters is one message and so one transaction.
  await client.query(moveStatements(names, verification).join('\n'))
  return {
    ok: true,
    json: { version: AUTH_SCHEMA_VERSION, moves: recognised.kind, names, verification, dependents },
    text: (style) =>
      `${style.good('ok')} schema ${names.schema} is at version ${AUTH_SCHEMA_VERSION}, ` +
      `${describeVerification(verification)}; ${dependents.length} objects call it as they called the old functions\n`,
  }
}
