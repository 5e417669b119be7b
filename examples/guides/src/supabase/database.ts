// #region database
import { createVerifier, providers } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'

/**
 * @param url - of `rowauth_authenticator`, with its password; the transaction pooler will do
 * @param projectRef - of your project, as in its address
 */
export function openDatabase(url: string, projectRef: string) {
  const client = postgres(url, { prepare: false })
  const verifier = createVerifier(providers.supabase({ projectRef }))
  const db = withAuth(drizzle({ client }), { verifier, roles: { anonymous: 'anon' } })
  return { client, db }
}
// #endregion database
