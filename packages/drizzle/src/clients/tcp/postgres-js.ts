import type { VerificationOptions } from '@rowauth/driver'
import { postgresJs as driverOf, type PostgresJs } from '@rowauth/driver/postgres-js'
import type { PgDriver } from '../../handle/drizzle-internals.js'

export function postgresJs(client: unknown, options: VerificationOptions): PgDriver {
  // Drizzle's session for postgres.js reads its results, and nobody else here.
  return driverOf(client as PostgresJs, options) as unknown as PgDriver
}
