// #region tenants
import type { Verifier } from '@rowauth/core'
import { claim, withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'

/** For policies that read settings of the application's own: each gets its value with role and claims. */
export const openDatabase = (pool: pg.Pool, verifier: Verifier) =>
  withAuth(drizzle({ client: pool }), {
    verifier,
    settings: {
      'app.tenant_id': claim('tenant_id'),
      'jwt.claims.user_id': ({ sub = '' }) => sub,
    },
  })
// #endregion tenants
