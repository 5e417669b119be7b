import 'server-only'
import { randomUUID } from 'node:crypto'
import { lt } from 'drizzle-orm'
import { cookies, headers } from 'next/headers'
import { db, type OwnDatabase } from '@/db/database'
import { sessions } from '@/db/schema'
import type { Person } from './current'
import { authority } from './keys'
import { longestSession } from './renew'
import { sessionCookie } from './session-cookie'

/** Signs somebody in whose password was right. */
export async function startSession({ id, name, email }: Person): Promise<OwnDatabase> {
  const sid = randomUUID()
  const auth_time = Math.floor(Date.now() / 1000)
  const token = await authority().issuer.sign({ sub: id, sid, name, email, auth_time })
  const mine = db.$withAuth(token)
  const longAgo = new Date(Date.now() - longestSession * 1000)
  await mine.batch([
    mine.delete(sessions).where(lt(sessions.startedAt, longAgo)),
    mine.insert(sessions).values({ id: sid }),
  ])
  const cookie = sessionCookie(await headers())
  const jar = await cookies()
  jar.set(cookie.name, token, cookie.options)
  return mine
}
