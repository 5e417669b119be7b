import type pg from 'pg'

/**
 * Names are printed with their schema where this path does not find them, and so hold under any other. To compile a query as long
 * as that of the lints takes longer than to run it.
 */
export const catalogSettings = `select pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true), pg_catalog.set_config('standard_conforming_strings', 'on', true), pg_catalog.set_config('jit', 'off', true)`

/**
 * Runs one query of ours over the catalogs in a read-only transaction, whatever search path the connection has; names
 * are printed with their schemas.
 */
export async function readCatalog<Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  sql: string,
  values: unknown[],
): Promise<Row[]> {
  await client.query('begin transaction read only')
  try {
    await client.query(catalogSettings)
    return (await client.query<Row>(sql, values)).rows
  } finally {
    await client.query('rollback')
  }
}
