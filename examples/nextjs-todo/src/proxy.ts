import { type NextRequest, NextResponse } from 'next/server'
import { type Renewal, renew } from '@/auth/renew'
import { sessionCookie, sessionOf } from '@/auth/session-cookie'

/** Pages that set the cookie themselves: a renewal of the old one must not get in between. */
const setsCookie = new Set(['/sign-in', '/sign-up', '/sign-out'])

/**
 * Runs before every page and action: keeps the session going, and numbers requests for `/inside`. It decides nothing:
 * pages ask who is signed in, and the database decides what they see.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { pathname } = request.nextUrl
  const cookie = sessionCookie(request.headers)
  const session = await sessionOf(request.headers, request.cookies)
  const renewal: Renewal = session ? await renew(session) : { state: 'over' }
  if (renewal.state === 'renewed') request.cookies.set(cookie.name, renewal.token)
  if (renewal.state === 'over') request.cookies.delete(cookie.name)

  const headers = new Headers(request.headers)
  headers.set('x-request-id', crypto.randomUUID())
  headers.set('x-request-path', `${request.method} ${pathname}`)
  const response = NextResponse.next({ request: { headers } })
  if (renewal.state === 'renewed' && !setsCookie.has(pathname)) {
    response.cookies.set(cookie.name, renewal.token, cookie.options)
  }
  return response
}

export const config = { matcher: ['/((?!_next/|.well-known/|icon.svg).*)'] }
