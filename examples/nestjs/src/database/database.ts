// #region database
import { type AuthQueries, withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/node-postgres'
import type { Pool } from 'pg'

/** One for the whole application: a handle for a request costs nothing, and opens nothing. */
export const openDatabase = (client: Pool) => withAuth(drizzle({ client }))

export type Database = ReturnType<typeof openDatabase>

/** What services take: the handle of a request, or the `tx` of one of its transactions; never the database itself. */
export type Queries = AuthQueries<Database>

/** What the database is injected as. */
export const DATABASE = Symbol('the database')
// #endregion database
