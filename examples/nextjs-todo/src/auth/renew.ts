import type { AuthSession } from '@rowauth/core'
import { eq } from 'drizzle-orm'
import { db } from '@/db/database'
import { withoutValues } from '@/db/errors'
import { sessions } from '@/db/schema'
import { settings } from '@/settings'
import { authority } from './keys'

/** Seconds after which one has to give the password again, however active. */
export const longestSession = 30 * 24 * 60 * 60

/** What becomes of a token: it is still good, replaced by a newer one, or over. */
export type Renewal = { state: 'good' } | { state: 'renewed'; token: string } | { state: 'over' }

/** Replaces a token in the second half of its life, if the session that it belongs to has not been signed out. */
export async function renew(session: AuthSession): Promise<Renewal> {
  const now = Date.now() / 1000
  if (Number(session.expiresAt) - now > settings().TOKEN_LIFETIME / 2) return { state: 'good' }
  const { sub = '', sid, name, email, auth_time } = session.claims
  if (now - Number(auth_time) > longestSession) return { state: 'over' }
  try {
    const open = await db
      .$withAuth(session)
      .select({ id: sessions.id })
      .from(sessions)
      .where(eq(sessions.id, String(sid)))
    if (open.length === 0) return { state: 'over' }
  } catch (error) {
    // Pages that need no database are to be there without it; the token is good for a while.
    console.error('A session could not be renewed:', withoutValues(error))
    return { state: 'good' }
  }
  return { state: 'renewed', token: await authority().issuer.sign({ sub, sid, name, email, auth_time }) }
}
