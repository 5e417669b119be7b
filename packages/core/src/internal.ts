/**
 * What the other rowauth packages need of a session. Not covered by semantic versioning: do not import it.
 * @internal
 */
export { unverifiedSession } from './jwt/unverified-session.js'
export {
  assertRoleName,
  assertUsableSession,
  deriveSession,
  isAuthSession,
  sessionClaimsJson,
  sessionIdentity,
  sessionSettings,
  usableToken,
} from './session/auth-session.js'
