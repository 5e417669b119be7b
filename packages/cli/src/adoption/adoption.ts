import type { Names } from '../options/names.js'

/**
 * Whose auth functions a project goes on with:
 * - `pg_session_jwt`: those of the extension, as Neon RLS installed it
 * - `supabase`: those of Supabase
 * - `functions`: functions in a schema of that name that somebody has made
 * - `settings`: none; policies read settings of the transaction themselves
 */
export type AdoptionKind = 'pg_session_jwt' | 'supabase' | 'functions' | 'settings'

/** What a project had before rowauth and goes on with: its functions, its roles, its settings. */
export interface Adoption {
  readonly kind: AdoptionKind
  /** The schema of the functions, and the roles. With `settings` one role may be that of users and of visitors. */
  readonly names: Names
  /** Settings that policies read beside `request.jwt.claims`, which `withAuth` is to be told of. */
  readonly settings: readonly string[]
}

export const adoptionKinds: ReadonlySet<unknown> = new Set<AdoptionKind>([
  'pg_session_jwt',
  'supabase',
  'functions',
  'settings',
])

/** Not `authenticator`, which belongs to PostgREST on Supabase and to Neon's Data API. */
export const adoptedLogin = 'rowauth_authenticator'

/** The part of a sentence that says what is adopted. */
export function describeAdoption(kind: AdoptionKind, schema: string): string {
  switch (kind) {
    case 'pg_session_jwt':
      return `the extension pg_session_jwt and its schema ${schema}`
    case 'supabase':
      return `the schema ${schema} of Supabase`
    case 'functions':
      return `the functions that are in the schema ${schema}`
    case 'settings':
      return 'policies that read settings themselves'
  }
}
