/**
 * What the other rowauth packages need of a session. Not covered by semantic versioning: do not import it.
 * @internal
 */
export {
  assertRoleName,
  assertUsableSession,
  deriveSession,
  isAuthSession,
  sessionClaimsJson,
  sessionSettings,
  sessionToken,
} from './session/auth-session.js'
