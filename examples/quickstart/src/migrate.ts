// #region migrate
import { fileURLToPath } from 'node:url'
import { authSchemaSql } from '@rowauth/core'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import type pg from 'pg'

const migrationsFolder = fileURLToPath(new URL('../drizzle', import.meta.url))

/** Brings a database up to date, as its owner: first what policies call, then tables and policies. */
export async function migrateDatabase(client: pg.Client): Promise<void> {
  await client.query(authSchemaSql())
  await migrate(drizzle({ client }), { migrationsFolder })
}
// #endregion migrate
