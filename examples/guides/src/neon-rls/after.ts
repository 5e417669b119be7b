// #region after
import { neon } from '@neondatabase/serverless'
import type { Verifier } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/neon-http'

/** Once per process. @param url - of `rowauth_authenticator`, with its password */
export const openDatabase = (url: string, verifier: Verifier) =>
  withAuth(drizzle({ client: neon(url) }), { verifier })
// #endregion after
