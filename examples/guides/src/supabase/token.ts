// #region token
import { trustClaims } from '@rowauth/core'

/** `supabase.auth`, as far as it is needed. */
interface SupabaseAuth {
  getSession(): Promise<{ data: { session: { access_token: string } | null }; error: Error | null }>
}

/** The token as the cookie holds it, unverified: for `$withAuth` of a database with a verifier, and for nothing else. */
export async function tokenOf(auth: SupabaseAuth): Promise<string | null> {
  const { data, error } = await auth.getSession()
  if (error !== null) throw error
  return data.session?.access_token ?? null
}

/** A visitor with the claim that Supabase's own API gives them, for policies that ask `auth.role()`. */
export const visitor = trustClaims({ role: 'anon' }, { role: 'anon' })
// #endregion token
