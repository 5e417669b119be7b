import type pg from 'pg'
import { CliError } from '../cli-error.js'
import { readCatalog } from '../database/read-catalog.js'
import { dependentsSql } from './generated.js'
import { foreignTables, replacedNames, replacedSignatures } from './move-statements.js'

/**
 * What in a database depends on the functions that a move replaces, each as PostgreSQL describes it.
 *
 * @throws {CliError} `move_blocked` for what a move cannot take along
 */
export async function findDependents(client: pg.ClientBase, schema: string): Promise<string[]> {
  const rows = await readCatalog<{ object: string; movable: boolean }>(client, dependentsSql, [
    schema,
    [...replacedSignatures],
    [...replacedNames],
    [...foreignTables],
  ])
  const blocked = rows.filter(({ movable }) => !movable).map(({ object }) => object)
  if (blocked.length > 0) {
    throw new CliError(
      'move_blocked',
      `A move cannot take these along, or is stopped by them: ${blocked.join('; ')}.`,
      {
        hint:
          'Take them off the functions first, in a migration of your own, and make them again after the move; an ' +
          'extension is for its owner to drop. Or use what is there: rowauth init --adopt.',
      },
    )
  }
  return rows.map(({ object }) => object)
}
