// #region config
import type { AuthConfig } from '@auth/core'

/** The callbacks that give each session a stable id of its user. */
export const callbacks = {
  jwt({ token, account }) {
    // At sign-in. Without a database adapter `user.id` is a new random one each time; this one stays.
    if (account) token.sub = `${account.provider}|${account.providerAccountId}`
    return token
  },
  session({ session, token }) {
    if (token.sub) session.user.id = token.sub
    return session
  },
} satisfies AuthConfig['callbacks']

// #endregion config

// #region session
import type { Session } from '@auth/core/types'
import { type AuthSession, trustClaims } from '@rowauth/core'

/** @param session - what `auth()` gives on the server; never what a browser sent */
export function sessionOf(session: Session | null): AuthSession | null {
  if (session === null) return null
  const id = session.user?.id
  if (id === undefined) throw new Error('The session has no user.id: set it in the callback `session`.')
  return trustClaims({ sub: id, exp: Math.floor(Date.parse(session.expires) / 1000) })
}
// #endregion session
