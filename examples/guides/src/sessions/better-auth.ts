// #region auth
import { betterAuth } from 'better-auth'
import { jwt, organization } from 'better-auth/plugins'
import type pg from 'pg'

/** @param pool - connections of the login that owns Better Auth's tables; not those of the application's handles */
export function createAuth(pool: pg.Pool, baseURL: string, secret: string) {
  return betterAuth({
    baseURL,
    secret,
    database: pool,
    emailAndPassword: { enabled: true },
    plugins: [organization(), jwt({ jwt: { definePayload: () => ({}) } })],
  })
}
// #endregion auth

type Auth = ReturnType<typeof createAuth>

// #region session
import { type AuthSession, trustClaims } from '@rowauth/core'

/** Who sends a request: the session behind its cookie, looked up in the database; null for a visitor. */
export async function sessionOf(auth: Auth, headers: Headers): Promise<AuthSession | null> {
  const found = await auth.api.getSession({ headers, query: { disableCookieCache: true } })
  if (found === null) return null
  const { user, session } = found
  return trustClaims({
    sub: user.id,
    org_id: await activeOrganization(auth, headers, session.activeOrganizationId),
    exp: Math.floor(session.expiresAt.getTime() / 1000),
  })
}

/** A session goes on naming an organisation after its user has been removed from it, so membership is looked up. */
async function activeOrganization(auth: Auth, headers: Headers, id: string | null | undefined) {
  if (!id) return undefined
  const organizations = await auth.api.listOrganizations({ headers })
  return organizations.find((organization) => organization.id === id)?.id
}

// #endregion session
