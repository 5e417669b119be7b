export { type AsUserOptions, asUser } from './as-user.js'
export type {
  AuthDatabase,
  AuthenticatedDatabase,
  AuthQueries,
  BatchQuery,
  BatchResults,
} from './database-types.js'
export type { SettingValue, WithAuthOptions } from './identity/options.js'
export type { RoleOptions } from './identity/role-options.js'
export type { TokenSource } from './identity/token-source.js'
export {
  type CrudPolicyOptions,
  crudPolicy,
  type PolicyRole,
  type UpdateCondition,
} from './policy/crud-policy.js'
export { authSession, authUserId, authUserUuid } from './policy/expressions/auth-functions.js'
export { type ClaimOptions, claim } from './policy/expressions/claims/claim.js'
export type { ClaimTypes } from './policy/expressions/claims/claim-types.js'
export { inClaim } from './policy/expressions/claims/in-claim.js'
export {
  type OrganizationIdOptions,
  organizationId,
  organizationRoles,
} from './policy/expressions/organizations/organization.js'
export { ownedBy } from './policy/expressions/owned-by.js'
export type { AuthExpressionOptions } from './policy/expressions/session-expression.js'
export type { PolicyCondition } from './policy/policy-condition.js'
export { anonymousRole, authenticatedRole, authenticatorRole } from './policy/roles.js'
export { withAuth } from './with-auth.js'
