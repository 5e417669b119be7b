import { nodePostgres as driverOf, type PgPool } from '@rowauth/driver/node-postgres'
import type { PgDriver } from '../../handle/drizzle-internals.js'

export function nodePostgres(client: unknown): PgDriver {
  return driverOf(client as PgPool)
}
