/** Stable codes of {@link AuthError}. Match on these, never on messages. */
export type AuthErrorCode =
  | 'token_missing'
  | 'token_malformed'
  | 'token_too_large'
  | 'token_signature_invalid'
  | 'token_expired'
  | 'token_not_active'
  | 'token_algorithm_not_allowed'
  | 'token_issuer_mismatch'
  | 'token_audience_mismatch'
  | 'token_key_not_found'
  | 'token_claims_invalid'
  | 'jwks_unavailable'
  | 'role_not_allowed'
  | 'unsupported'

/** The HTTP status that fits an {@link AuthError}: answer the request with it. */
export type AuthErrorStatus = 401 | 403 | 500 | 503

const statusByCode: Readonly<Partial<Record<AuthErrorCode, AuthErrorStatus>>> = {
  role_not_allowed: 403,
  unsupported: 500,
  jwks_unavailable: 503,
}

/** Registered for all copies of this module: bundlers put several into one application. */
const brand = Symbol.for('@rowauth/core AuthError')

/**
 * Why a token, a session or a call was refused. Neither the message nor the stack, `cause` or JSON form
 * holds a token or the value of a claim.
 */
export class AuthError extends Error {
  /** Stable, machine-readable reason. */
  readonly code: AuthErrorCode
  /** 401 for what is wrong with the token, 403 for a role, 503 while keys cannot be had, 500 otherwise. */
  readonly status: AuthErrorStatus

  /**
   * @param code - the stable reason
   * @param message - what happened and what to do about it; no token, no claim value
   * @param options - `cause`: the underlying error, where it is known to hold neither
   */
  constructor(code: AuthErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'AuthError'
    this.code = code
    this.status = statusByCode[code] ?? 401
    Object.defineProperty(this, brand, { value: true })
  }

  /** True for an error of any copy of this class, so that a handler in another bundle knows it, too. */
  static override readonly [Symbol.hasInstance] = isInstance

  /** The fields that are safe to log or to send. */
  toJSON(): { name: string; code: AuthErrorCode; status: AuthErrorStatus; message: string } {
    return { name: this.name, code: this.code, status: this.status, message: this.message }
  }
}

function isInstance(this: unknown, value: unknown): boolean {
  // A class that extends AuthError has instances of its own.
  if (this !== AuthError) return Function.prototype[Symbol.hasInstance].call(this as () => void, value)
  return typeof value === 'object' && value !== null && brand in value
}
