import type { VerificationOptions } from '@rowauth/driver'
import { neonServerless as driverOf, type PgPool } from '@rowauth/driver/neon-serverless'
import type { PgDriver } from '../../handle/drizzle-internals.js'

export function neonServerless(client: unknown, options: VerificationOptions): PgDriver {
  return driverOf(client as PgPool, options)
}
