import type { Claims } from '../session/claims.js'
import {
  activeId,
  type OrganizationProvider,
  type OrganizationShape,
  shapesOf,
} from './organization-shapes.js'

/** The organization (or tenant) in which a user is signed in. */
export interface ActiveOrganization {
  /** As the provider calls it, and never empty. */
  readonly id: string
  /** The user's roles in it, in the order of the token; empty where the token says none. */
  readonly roles: readonly string[]
}

/**
 * The active organization of a token, and the user's roles in it, wherever this provider puts them. For `roles.from` and
 * `settings` of `withAuth`, and for code of the application; policies read the same with `organizationId` and
 * `organizationRoles` of `@rowauth/drizzle`.
 *
 * ```ts
 * roles: { from: (claims) => activeOrganization('clerk', claims)?.roles[0], allowed: ['admin', 'member'] }
 * ```
 *
 * The provider is named and not guessed: with another one's tokens, users may be able to write the claim that is read.
 * Roles are names alone: `org:admin` of Clerk is `admin`, and of Kinde's roles it is the key. Auth0, Better Auth and
 * Logto put none into the token by themselves. What is not of the expected type is passed over.
 *
 * @param provider - whose tokens these are
 * @param claims - the verified claims
 * @returns undefined when the user is in no organization
 * @throws {TypeError} for a provider that is not known, and for claims that are no object
 */
export function activeOrganization(
  provider: OrganizationProvider,
  claims: Claims,
): ActiveOrganization | undefined {
  const shapes = shapesOf('activeOrganization()', provider)
  if (typeof claims !== 'object' || claims === null) {
    throw new TypeError('activeOrganization() takes the claims of a session, which are an object.')
  }
  for (const shape of shapes) {
    const id = at(claims, shape.id)
    if (typeof id === 'string' && id !== '') return { id, roles: rolesOf(claims, id, shape) }
  }
  return undefined
}

function rolesOf(claims: Claims, id: string, shape: OrganizationShape): string[] {
  for (const path of shape.roles) {
    const value = at(
      claims,
      path.map((name) => (name === activeId ? id : name)),
    )
    if (typeof value !== 'string' && !Array.isArray(value)) continue
    return [value].flat().flatMap((element) => {
      const name = shape.roleKey === undefined ? element : at(element, [shape.roleKey])
      if (typeof name !== 'string') return []
      const { rolePrefix = '' } = shape
      const bare = name.startsWith(rolePrefix) ? name.slice(rolePrefix.length) : name
      return bare === '' ? [] : [bare]
    })
  }
  return []
}

/** What stands at a path of objects' own members. */
function at(claims: unknown, path: readonly string[]): unknown {
  let value = claims
  for (const name of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    value = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined
  }
  return value
}
