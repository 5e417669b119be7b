import { tokenLifetime } from './keys'

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

/**
 * The cookie that holds the token. Scripts cannot read it, other sites cannot send it with their forms, and it is only
 * sent over https, but for the machine that one develops on.
 */
export function sessionCookie(host: string | null) {
  const secure = !loopback.test(host ?? '')
  const name = secure ? '__Host-session' : 'session'
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure, maxAge: tokenLifetime } as const
  return { name, options }
}
