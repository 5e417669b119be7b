import type { AdoptionKind } from '../adoption/adoption.js'

/** What of row-level security a project or its database has already. */
export interface Recognised {
  readonly kind: AdoptionKind
  /** By what it was recognised, as a whole sentence. */
  readonly evidence: string
  /** Roles that policies are for, or that may use tables with policies. */
  readonly roles: readonly string[]
  /** Those among them whose queries policies tell apart by user. */
  readonly users: readonly string[]
  /** Settings that policies read beside the claims. */
  readonly settings: readonly string[]
}

/**
 * Those that are nobody's to set by hand: the claims, which `withAuth` sets anyway, what PostgREST makes of them and of
 * a request, and Supabase's own.
 */
export function isClaimsSetting(name: string): boolean {
  return /^(?:request\.(?:jwt\.claims?(?:\..*)?|method|path|headers|cookies)|(?:realtime|storage|pg_session_jwt)\..*)$/.test(
    name,
  )
}
