import type { VerifierOptions } from '@rowauth/core'
import { defaultNames } from '@rowauth/core/internal'

/** Whose tokens are accepted, and for which roles. */
export interface NeonLocalProvider {
  /** The provider's public keys: the https URL of a JWKS (a loopback host may be http), or the JWKS itself. */
  readonly jwks: Exclude<VerifierOptions['jwks'], (iss: string) => unknown>
  /** The accepted values of `aud`. Absent: any, and none. */
  readonly audience?: string | readonly string[]
  /** Hosts whose keys may be fetched over http, besides loopback ones: `keycloak`, `*.localhost`. `true` is any. */
  readonly allowHttp?: boolean | readonly string[]
  /** The roles that its tokens may take: `authenticated` and `anonymous` by default. */
  readonly roles?: readonly string[]
}

export const defaultRoles: readonly string[] = [defaultNames.authenticated, defaultNames.anonymous]
