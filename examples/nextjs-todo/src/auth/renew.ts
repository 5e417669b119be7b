import { AuthError, type AuthSession } from '@rowauth/core'
import { eq } from 'drizzle-orm'
import { db } from '@/db/database'
import { sessions } from '@/db/schema'
import { authority, tokenLifetime, verifier } from './keys'

/** Seconds after which one has to give the password again, however active. */
const longestSession = 30 * 24 * 60 * 60

/** What became of a token: still good, replaced by a newer one, or over. */
export type Renewal = { state: 'good' } | { state: 'renewed'; token: string } | { state: 'over' }

async function verified(token: string): Promise<AuthSession | undefined> {
  try {
    return await verifier.verify(token)
  } catch (error) {
    if (error instanceof AuthError && error.status === 401) return undefined
    throw error
  }
}

/** Replaces a token in the second half of its life, if the session that it belongs to has not been signed out. */
export async function renew(token: string): Promise<Renewal> {
  const session = await verified(token)
  if (session?.expiresAt === undefined) return { state: 'over' }
  const now = Date.now() / 1000
  if (session.expiresAt - now > tokenLifetime / 2) return { state: 'good' }
  const { sub = '', sid, name, email, auth_time } = session.claims
  if (now - Number(auth_time) > longestSession) return { state: 'over' }
  const open = await db
    .$withAuth(session)
    .select({ id: sessions.id })
    .from(sessions)
    .where(eq(sessions.id, String(sid)))
  if (open.length === 0) return { state: 'over' }
  return { state: 'renewed', token: await authority().issuer.sign({ sub, sid, name, email, auth_time }) }
}
