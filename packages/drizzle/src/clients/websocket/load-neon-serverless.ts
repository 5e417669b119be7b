import type { VerificationOptions } from '@rowauth/driver'
import type { PgPool } from '@rowauth/driver/neon-serverless'
import type { PgDriver } from '../../handle/drizzle-internals.js'
import { lazyDriver } from './lazy-driver.js'

/** Where there is no Node most applications speak HTTP alone: the driver is loaded when it is used first. */
export function neonServerless(client: unknown, options: VerificationOptions): PgDriver {
  return lazyDriver(async () => {
    const { neonServerless: driverOf } = await import('@rowauth/driver/neon-serverless')
    return driverOf(client as PgPool, options)
  }, options.verification === 'database')
}
