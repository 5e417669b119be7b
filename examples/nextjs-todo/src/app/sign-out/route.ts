import { eq } from 'drizzle-orm'
import { type NextRequest, NextResponse } from 'next/server'
import { currentSession } from '@/auth/current'
import { sessionCookie } from '@/auth/session-cookie'
import { db } from '@/db/database'
import { sessions } from '@/db/schema'

/** Ends the session: its cookie goes, and a copy of its token is not renewed any more. */
export async function POST(request: NextRequest): Promise<NextResponse> {
  if (request.headers.get('sec-fetch-site') === 'cross-site') return new NextResponse(null, { status: 403 })
  const session = await currentSession()
  if (session)
    await db
      .$withAuth(session)
      .delete(sessions)
      .where(eq(sessions.id, String(session.claims.sid)))
  const response = new NextResponse(null, { status: 303, headers: { location: '/sign-in' } })
  const { name, options } = sessionCookie(request.headers)
  response.cookies.set(name, '', { ...options, maxAge: 0 })
  return response
}
