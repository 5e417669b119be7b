export { AuthError, type AuthErrorCode, type AuthErrorStatus } from './errors/auth-error.js'
export type { AuthSession } from './session/auth-session.js'
export type { Claims } from './session/claims.js'
export { anonymousSession, trustClaims } from './session/trust-claims.js'
