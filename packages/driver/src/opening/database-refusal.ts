import { AuthError, type AuthErrorCode } from '@rowauth/core'

/** What `auth.open_session` puts into the DETAIL of a refusal (packages/core/sql/database/sessions/refuse.sql). */
const refusals: ReadonlySet<unknown> = new Set<AuthErrorCode>([
  'token_missing',
  'token_malformed',
  'token_too_large',
  'token_signature_invalid',
  'token_expired',
  'token_not_active',
  'token_algorithm_not_allowed',
  'token_issuer_mismatch',
  'token_audience_mismatch',
  'token_key_not_found',
  'token_claims_invalid',
])

function isRefusal(detail: unknown): detail is AuthErrorCode {
  return refusals.has(detail)
}

/** The refusal of a credential has SQLSTATE 28000. */
export function isCredentialRefused(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === '28000'
}

/**
 * What the database says of a token that it refuses, as an {@link AuthError}; undefined for any other error. It has
 * no `cause`: the server may be configured to quote parameters in the context of its errors.
 */
export function databaseRefusal(error: unknown): AuthError | undefined {
  const { code, detail, message } = error as { code?: unknown; detail?: unknown; message?: unknown }
  if (code === '28000' && isRefusal(detail)) return new AuthError(detail, String(message))
  // undefined_function, invalid_schema_name
  if (code !== '42883' && code !== '3F000') return undefined
  return new AuthError(
    'unsupported',
    'The auth schema of this database does not verify tokens. Install it with `verification: "database"`, or switch it.',
  )
}
