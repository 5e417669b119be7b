export type {
  AuthDatabase,
  AuthenticatedDatabase,
  BatchQuery,
  BatchResults,
} from './database-types.js'
export type { RoleOptions, WithAuthOptions } from './identity/options.js'
export type { TokenSource } from './identity/token-source.js'
export { authSession, authUserId, authUserUuid } from './policy/auth-functions.js'
export { type ClaimOptions, claim } from './policy/claim.js'
export type { ClaimTypes } from './policy/claim-types.js'
export {
  type CrudPolicyOptions,
  crudPolicy,
  type PolicyRole,
  type UpdateCondition,
} from './policy/crud-policy.js'
export { ownedBy } from './policy/owned-by.js'
export type { PolicyCondition } from './policy/policy-condition.js'
export { anonymousRole, authenticatedRole, authenticatorRole } from './policy/roles.js'
export type { AuthExpressionOptions } from './policy/session-expression.js'
export { withAuth } from './with-auth.js'
