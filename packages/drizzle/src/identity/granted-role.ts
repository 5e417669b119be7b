import { AuthError, type AuthSession, anonymousSession } from '@rowauth/core'
import { defaultNames, isRoleName, roleClaims } from '@rowauth/core/internal'
import { claimAt } from './claim-at.js'
import type { SettledRoles } from './role-options.js'
import { assertTrusted } from './trusted-role.js'

/**
 * The role of a session.
 *
 * @throws {AuthError} `role_not_allowed`
 * @throws {TypeError} when `roles.from` returns something else than a name, undefined or null
 */
export function grantedRole(session: AuthSession, roles: SettledRoles): string {
  if (session === anonymousSession) return roles.anonymous
  // Only its own: somebody may have put a "role" on every object there is.
  const own = Object.hasOwn(session, 'role') ? session.role : undefined
  if (own !== undefined && roles.trusted !== undefined) {
    assertTrusted(own, roles)
    return own
  }
  if (own !== undefined) return checked(own, roles, 'The role that the session was made with (trustClaims)')
  if (roles.from !== undefined) return fromFunction(roleClaims(session), roles.from, roles)
  if (roles.claim !== undefined) return fromClaim(claimAt(roleClaims(session), roles.claim), roles)
  return roles.authenticated
}

function fromFunction(
  claims: AuthSession['claims'],
  from: NonNullable<SettledRoles['from']>,
  roles: SettledRoles,
): string {
  const named: unknown = from(claims)
  if (named === undefined || named === null) return roles.authenticated
  if (typeof named !== 'string') {
    throw new TypeError(
      '`roles.from` must return the name of a role, or undefined for the default role, and not a promise.',
    )
  }
  if (roles.trusted?.includes(named)) {
    throw new AuthError(
      'role_not_allowed',
      'What `roles.from` returned is in `roles.trusted`, which is for `trustClaims` alone.',
    )
  }
  return checked(named, roles, 'What `roles.from` returned')
}

function fromClaim(value: unknown, roles: SettledRoles): string {
  const { authenticated, allowed = [], claim = [] } = roles
  if (value === undefined || value === null) return authenticated
  if (typeof value === 'object') {
    return allowed.find((name) => holds(value, name)) ?? authenticated
  }
  const where = `The claim ${JSON.stringify(claim.length === 1 ? claim[0] : claim)}`
  if (typeof value !== 'string') {
    throw new AuthError(
      'role_not_allowed',
      `${where} holds neither a name nor names of roles, and so none of \`roles.allowed\` (${quoted(allowed)}).`,
    )
  }
  // Supabase sends it to everybody.
  if (value === defaultNames.authenticated && !allowed.includes(value)) return authenticated
  return checked(value, roles, `${where} names a role that`)
}

/** A list holds its elements; an object the names of its members, but for those that say false or null. */
function holds(value: object, name: string): boolean {
  if (Array.isArray(value)) return value.includes(name)
  if (!Object.hasOwn(value, name)) return false
  const member: unknown = Reflect.get(value, name)
  return member !== false && member !== null
}

function checked(name: string, { authenticated, allowed }: SettledRoles, what: string): string {
  if (name === authenticated) return authenticated
  if (allowed !== undefined && !allowed.includes(name)) {
    throw new AuthError('role_not_allowed', `${what} is not in \`roles.allowed\` (${quoted(allowed)}).`)
  }
  if (!isRoleName(name)) {
    throw new AuthError('role_not_allowed', `${what} cannot be the name of a role.`)
  }
  return name
}

function quoted(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(', ')
}
