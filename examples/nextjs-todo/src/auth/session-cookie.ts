import { AuthError, type AuthSession } from '@rowauth/core'
import { settings } from '@/settings'
import { verifier } from './keys'

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

type RequestHeaders = Pick<Headers, 'get'>

/**
 * The cookie that holds the token. Scripts cannot read it, other sites cannot send it with their forms, and it is only
 * sent over https, but for the machine that one develops on.
 */
export function sessionCookie(headers: RequestHeaders) {
  // A proxy may pass on that it speaks https, the name of the host, or both; Next.js adds what is not there.
  const isHttps = headers.get('x-forwarded-proto')?.includes('https') ?? false
  const host = headers.get('x-forwarded-host') ?? headers.get('host') ?? ''
  const secure = isHttps || !loopback.test(host)
  const prefix = secure ? '__Host-' : ''
  const maxAge = settings().TOKEN_LIFETIME
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure, maxAge } as const
  /** Names the session that was signed out here: an answer on its way may still bring a renewed token of it. */
  const signedOut = { name: `${prefix}signed-out`, options: { ...options, maxAge: 2 * maxAge } }
  return { name: `${prefix}session`, options, signedOut }
}

/** The session of a request, or null: a token that is forged, over or signed out makes a visitor. */
export async function sessionOf(
  headers: RequestHeaders,
  cookies: { get(name: string): { value: string } | undefined },
): Promise<AuthSession | null> {
  const { name, signedOut } = sessionCookie(headers)
  const token = cookies.get(name)?.value
  if (!token) return null
  try {
    const session = await verifier.verify(token)
    return session.claims.sid === cookies.get(signedOut.name)?.value ? null : session
  } catch (error) {
    if (error instanceof AuthError && error.status === 401) return null
    throw error
  }
}
