// #region session
import { type AuthSession, trustClaims } from '@rowauth/core'
import type { GoTrueClient } from '@supabase/auth-js'

/** @param auth - `supabase.auth`, whose `getClaims()` verifies the token that the cookie holds */
export async function sessionOf(auth: Pick<GoTrueClient, 'getClaims'>): Promise<AuthSession | null> {
  const { data, error } = await auth.getClaims()
  if (error !== null) throw error
  if (data === null) return null
  const { sub, exp, aal, session_id, app_metadata } = data.claims
  return trustClaims({ sub, exp, aal, session_id, app_metadata })
}

// #endregion session

// #region token
import { createVerifier, providers } from '@rowauth/core'

export const verifier = createVerifier(providers.supabase({ projectRef: 'abcdefghijklmnopqrst' }))

/** The token as the cookie holds it, unverified: for `$withAuth` of a database with a verifier, and for nothing else. */
export async function tokenOf(auth: Pick<GoTrueClient, 'getSession'>): Promise<string | null> {
  const { data, error } = await auth.getSession()
  if (error !== null) throw error
  return data.session?.access_token ?? null
}
// #endregion token
