// #region session
import { type AuthSession, trustClaims } from '@rowauth/core'

/** The part that is used here of what `auth()` of `@clerk/nextjs`, and `getAuth(request)` elsewhere, give. */
interface ClerkAuth {
  readonly userId: string | null | undefined
  readonly orgId: string | null | undefined
  readonly orgRole: string | null | undefined
  readonly sessionClaims: { readonly exp: number } | null | undefined
}

/** The user whom Clerk's middleware has verified, with the active organisation and the role in it. */
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
import { createVerifier, type ProviderOptions, providers } from '@rowauth/core'

/**
 * @param domain - the host of your Frontend API URL, such as `clerk.example.com`
 * @param authorizedParties - the origins of your front ends, such as `https://example.com`
 */
export function createTokenVerifier(
  domain: string,
  authorizedParties: readonly string[],
  options: ProviderOptions = {},
) {
  return createVerifier(providers.clerk({ domain, authorizedParties, ...options }))
}
// #endregion verifier
