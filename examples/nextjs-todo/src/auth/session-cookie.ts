import { tokenLifetime } from './keys'

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

/**
 * The cookie that holds the token. Scripts cannot read it, other sites cannot send it with their forms, and it is only
 * sent over https, but for the machine that one develops on.
 */
export function sessionCookie(request: Pick<Headers, 'get'>) {
  // A proxy that does not pass the name of the host on still says that it speaks https.
  const isHttps = request.get('x-forwarded-proto')?.includes('https') ?? false
  const secure = isHttps || !loopback.test(request.get('host') ?? '')
  const name = secure ? '__Host-session' : 'session'
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure, maxAge: tokenLifetime } as const
  return { name, options }
}
