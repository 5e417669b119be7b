/**
 * What the other rowauth packages need besides the public functions. Not covered by semantic versioning: do not
 * import it.
 * @internal
 */
export { assertOptions, type OptionNames } from './assert-options.js'
export { type AsyncContext, asyncContext } from './async-context.js'
export { fetchJwks } from './jwks/fetch-jwks.js'
export { readHttpHosts } from './jwks/http-hosts.js'
export { jwksAddress } from './jwks/jwks-address.js'
export { verifierBy } from './jwt/create-verifier.js'
export { readRules } from './jwt/rules/token-rules.js'
export { unverifiedSession } from './jwt/unverified-session.js'
export { LruMap } from './lru-map.js'
export { activeId, type OrganizationShape, shapesOf } from './organizations/organization-shapes.js'
export { parseUrl } from './parse-url.js'
export type { AuthFunction } from './schema/auth-function.js'
export { defaultNames } from './schema/default-names.js'
export { fillSql } from './schema/fill-sql.js'
export { authFunctions, databaseFunctions, databaseTables, ownerFunctions } from './schema/generated.js'
export { assertSchemaNames, type SchemaState } from './schema/options.js'
export { assertName, quoteLiteral, quoteName } from './schema/quote.js'
export {
  roleStatements,
  type SchemaStateOptions,
  schemaMoveStatements,
  schemaStateStatements,
} from './schema/state-statements.js'
export {
  assertUsableSession,
  deriveSession,
  isAuthSession,
  originalSession,
  roleClaims,
  sessionClaimsJson,
  sessionCredential,
  sessionIdentity,
  sessionSettings,
  usableToken,
} from './session/auth-session.js'
export { assertRoleName, isRoleName } from './session/role-name.js'
export { sha256Hex } from './sha256-hex.js'
export { sharedByCopies } from './shared-by-copies.js'
