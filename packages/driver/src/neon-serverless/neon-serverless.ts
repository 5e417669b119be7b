import type { ObservableDriver } from '../auth-driver.js'
import { type PgDriverOptions, pgDriver } from '../node-postgres/pg-driver.js'
import type { PgClient, PgPool, PgResult, PgStatement } from '../node-postgres/pg-types.js'

export interface NeonServerlessOptions extends PgDriverOptions {}

/**
 * Sends statements over the WebSocket of `Pool` and `Client` of `@neondatabase/serverless`, which are node-postgres
 * inside: claims and statement in one message, so in one round trip, also where a connection is used first
 * (`neonConfig.pipelineConnect`). Nothing goes over HTTP, whatever `neonConfig.poolQueryViaFetch` says.
 *
 * @param source - a `Pool`, a `PoolClient` or a `Client`. A single client serves one call after the other.
 * @throws {TypeError} for anything else, and for options that cannot be
 *
 * @example
 * const driver = neonServerless(new Pool({ connectionString: process.env.DATABASE_URL }))
 * const { rows } = await driver.query(session, { text: 'select * from todos where id = $1', values: [1] })
 */
export function neonServerless(
  source: PgPool | PgClient,
  options: NeonServerlessOptions = {},
): ObservableDriver<PgResult, PgStatement> {
  return pgDriver(
    source,
    options,
    'neonServerless()',
    'a Pool, a PoolClient or a Client of @neondatabase/serverless',
  )
}
