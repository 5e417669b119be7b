// #region both
import { nodePostgres } from '@rowauth/driver/node-postgres'
import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/node-postgres'
import type { Generated } from 'kysely'
import type pg from 'pg'

/** The tables as Kysely knows them. */
export interface Tables {
  notes: {
    id: Generated<number>
    user_id: Generated<string>
    org_id: string | null
    body: string
    published: Generated<boolean>
  }
}

/** One pool for both: Drizzle through `withAuth`, whatever else makes SQL through the driver below it. */
export function openBoth(pool: pg.Pool) {
  return { db: withAuth(drizzle({ client: pool })), driver: nodePostgres(pool) }
}

export type AuthDriver = ReturnType<typeof openBoth>['driver']
// #endregion both
