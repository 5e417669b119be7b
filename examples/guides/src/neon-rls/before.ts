// #region before
import { neon } from '@neondatabase/serverless'
import { drizzle } from 'drizzle-orm/neon-http'

/** Drizzle's own `$withAuth` sends the token to Neon's proxy. */
export const openDatabase = (passwordlessUrl: string, token: string) =>
  drizzle({ client: neon(passwordlessUrl) }).$withAuth(token)
// #endregion before
