// #region database
import { neon } from '@neondatabase/serverless'
import type { Verifier } from '@rowauth/core'
import { neonHttp } from '@rowauth/driver/neon-http'
import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/neon-http'

export type Database = ReturnType<typeof openDatabase>

/**
 * The database over HTTP.
 *
 * - `claims` works on every Neon project: the application verifies tokens, and logs in with a password.
 * - `token`: the endpoint verifies them, and the connection string is `postgresql://authenticated@…`.
 */
export function openDatabase(url: string, mode: 'claims' | 'token', verifier: Verifier) {
  return withAuth(drizzle({ client: neon(url) }), {
    verifier,
    driver: (sql) => neonHttp(sql, { mode }),
  })
}
// #endregion database
