import type { VerificationOptions } from '@rowauth/driver'
import { nodePostgres as driverOf, type PgPool } from '@rowauth/driver/node-postgres'
import type { PgDriver } from '../../handle/drizzle-internals.js'

export function nodePostgres(client: unknown, options: VerificationOptions): PgDriver {
  return driverOf(client as PgPool, options)
}
