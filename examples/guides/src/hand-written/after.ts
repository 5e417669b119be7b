// #region after
import type { Verifier } from '@rowauth/core'
import { type AuthQueries, withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'

export const openDatabase = (pool: pg.Pool, verifier: Verifier) =>
  withAuth(drizzle({ client: pool }), { verifier })

/** A handle, `db.$withAuth(token)`, or the `tx` of one of its transactions. */
export type Queries = AuthQueries<ReturnType<typeof openDatabase>>
// #endregion after
