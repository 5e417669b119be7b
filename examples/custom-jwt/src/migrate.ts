import { fileURLToPath } from 'node:url'
import { authSchemaSql } from '@rowauth/core'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { people, tenantsOf } from './people.js'

const migrationsFolder = fileURLToPath(new URL('../drizzle', import.meta.url))

/** Brings a database up to date and fills it, as its owner. May run again. */
export async function migrateDatabase(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query(authSchemaSql())
    await migrate(drizzle({ client }), { migrationsFolder })
    for (const { id, name } of tenantsOf(people)) {
      await client.query('insert into tenants (id, name) values ($1, $2) on conflict do nothing', [id, name])
    }
    for (const { id, tenant, name, email } of people) {
      const insert =
        'insert into users (id, tenant_id, name, email) values ($1, $2, $3, $4) on conflict do nothing'
      await client.query(insert, [id, tenant.id, name, email])
    }
  } finally {
    await client.end()
  }
}
