import { eq } from 'drizzle-orm'
import { type NextRequest, NextResponse } from 'next/server'
import { sessionCookie, sessionOf } from '@/auth/session-cookie'
import { db } from '@/db/database'
import { withoutValues } from '@/db/errors'
import { sessions } from '@/db/schema'

/** Ends the session: its cookie goes, and a copy of its token is not renewed any more. */
export async function POST(request: NextRequest): Promise<NextResponse> {
  if (request.headers.get('sec-fetch-site') === 'cross-site') return new NextResponse(null, { status: 403 })
  const response = new NextResponse(null, { status: 303, headers: { location: '/sign-in' } })
  const { name, options, signedOut } = sessionCookie(request.headers)
  response.cookies.set(name, '', { ...options, maxAge: 0 })
  const session = await sessionOf(request.headers, request.cookies)
  if (session === null) return response
  const sid = String(session.claims.sid)
  response.cookies.set(signedOut.name, sid, signedOut.options)
  try {
    await db.$withAuth(session).delete(sessions).where(eq(sessions.id, sid))
  } catch (error) {
    // This browser is signed out all the same.
    console.error('A session could not be deleted:', withoutValues(error))
  }
  return response
}
