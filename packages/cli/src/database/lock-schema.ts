import type pg from 'pg'

/** Lets others wait who change the schema or its keys, until the transaction ends: the lock that the script takes. */
export async function lockSchema(client: pg.ClientBase, schema: string): Promise<void> {
  await client.query(
    "select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('rowauth'), pg_catalog.hashtext($1))",
    [schema],
  )
}
