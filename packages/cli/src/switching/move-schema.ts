import pg from 'pg'
import { CliError } from '../cli-error.js'
import { inTransaction } from '../database/in-transaction.js'
import { switchStatements } from '../database/schema-statements.js'
import { readRegisteredKeys, stateOf } from '../key-sets/registered-key.js'
import type { Names } from '../options/names.js'
import type { InstalledVerification } from '../options/verification.js'

/** Whoever waits longer for a lock has requests wait behind it. */
const lockTimeout = '3s'

/**
 * Gives an installed schema another verification, in one transaction.
 *
 * @throws {CliError} `database_busy` when a transaction holds what would have to be changed for too long;
 *   `keys_missing` when a database is to verify tokens and has no key to do so
 */
export async function moveSchema(
  client: pg.ClientBase,
  names: Names,
  verification: InstalledVerification,
  options: { readonly dryRun: boolean },
): Promise<void> {
  try {
    await inTransaction(client, options, async () => {
      await client.query(`set local lock_timeout = '${lockTimeout}'`)
      if (verification === 'database') await assertHasKeys(client, names)
      await client.query(switchStatements(names, verification).join('\n'))
    })
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== '55P03') throw error
    throw new CliError('database_busy', 'A transaction that takes long is in the way.', {
      hint: 'Nothing was changed. Run this again; pg_stat_activity shows what takes long.',
      cause: error,
    })
  }
}

async function assertHasKeys(client: pg.ClientBase, { schema }: Names): Promise<void> {
  const keys = await readRegisteredKeys(client, schema)
  if (keys.some((key) => stateOf(key) === 'active')) return
  throw new CliError('keys_missing', 'No key is registered, so the database would refuse every token.', {
    hint: 'Nothing was changed. Run "rowauth jwks sync" first.',
  })
}
