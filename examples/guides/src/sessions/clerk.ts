// #region session
import { type AuthSession, trustClaims } from '@rowauth/core'

/** The part of what `auth()` of `@clerk/nextjs` and `getAuth(request)` of its other packages give. */
interface ClerkAuth {
  readonly userId: string | null | undefined
  readonly orgId: string | null | undefined
  readonly orgRole: string | null | undefined
  readonly sessionClaims: { readonly exp: number } | null | undefined
}

/** For claims that Clerk's middleware has verified: the active organisation and the role in it beside the user. */
export function sessionOf({ userId, orgId, orgRole, sessionClaims }: ClerkAuth): AuthSession | null {
  if (!userId || !sessionClaims) return null
  return trustClaims({
    sub: userId,
    org_id: orgId ?? undefined,
    org_role: orgRole ?? undefined,
    exp: sessionClaims.exp,
  })
}
// #endregion session

// #region verifier
import { createVerifier, providers } from '@rowauth/core'

/** @param domain - the host of your Frontend API URL, such as `clerk.example.com` */
export const createTokenVerifier = (domain: string) => createVerifier(providers.clerk({ domain }))
// #endregion verifier
