import type pg from 'pg'

/**
 * Runs a function in a transaction, which sees what others commit meanwhile.
 *
 * @param options - `dryRun`: everything is done, and then undone
 */
export async function inTransaction<T>(
  client: pg.ClientBase,
  options: { readonly dryRun: boolean },
  run: () => Promise<T>,
): Promise<T> {
  await client.query('begin isolation level read committed read write')
  try {
    const result = await run()
    await client.query(options.dryRun ? 'rollback' : 'commit')
    return result
  } catch (error) {
    // A connection that broke has nothing to roll back, and its error is the one to tell.
    await client.query('rollback').catch(() => {})
    throw error
  }
}
