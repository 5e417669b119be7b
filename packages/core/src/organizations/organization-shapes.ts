/** Where a form of a provider's tokens has the active organization, and the roles in it. */
export interface OrganizationShape {
  /** The names that lead to its id, through objects alone. */
  readonly id: readonly string[]
  /**
   * Where the roles may stand, the first place that has any first: a name, or a list of names. `activeId` is not a name
   * but the id itself.
   */
  readonly roles: readonly (readonly (string | typeof activeId)[])[]
  /** The member that holds the name of a role, where a role is an object. */
  readonly roleKey?: string
  /** What the names of roles begin with in the token, and nowhere else. */
  readonly rolePrefix?: string
}

/** Stands for the id of the active organization in a path. */
export const activeId: unique symbol = Symbol.for('rowauth: the id of the active organization')

/**
 * The forms of each provider's tokens, the newest first; the first one that has an id counts, for the id and the roles.
 * A form of the one is never read as that of another: who may write a claim differs.
 */
export const organizationShapes = {
  /** https://clerk.com/docs/guides/sessions/session-tokens: version 2, and version 1, whose roles begin with `org:` */
  clerk: [
    { id: ['o', 'id'], roles: [['o', 'rol']], rolePrefix: 'org:' },
    { id: ['org_id'], roles: [['org_role']], rolePrefix: 'org:' },
  ],
  /** https://workos.com/docs/reference/authkit/session-tokens: `role` alone in older tokens */
  workOs: [{ id: ['org_id'], roles: [['roles'], ['role']] }],
  /** https://auth0.com/docs/manage-users/organizations/using-tokens: roles stand where an Action puts them */
  auth0: [{ id: ['org_id'], roles: [] }],
  /** https://stytch.com/docs/b2b/guides/sessions/resources/jwts-and-tokens */
  stytch: [
    {
      id: ['https://stytch.com/organization', 'organization_id'],
      roles: [['https://stytch.com/session', 'roles']],
    },
  ],
  /** https://docs.kinde.com/build/tokens/token-customization: roles are added to the token by a setting */
  kinde: [{ id: ['org_code'], roles: [['roles']], roleKey: 'key' }],
  /** https://www.better-auth.com/docs/plugins/organization: of the session; `definePayload` puts it into the token */
  betterAuth: [{ id: ['activeOrganizationId'], roles: [] }],
  /** https://docs.descope.com/role-based-access-control: roles of the tenant, and not those of the project */
  descope: [{ id: ['dct'], roles: [['tenants', activeId, 'roles']] }],
  /** https://docs.logto.io/authorization/organization-template/protect-api-reources: access tokens have scopes, no roles */
  logto: [{ id: ['organization_id'], roles: [] }],
} as const satisfies Readonly<Record<string, readonly OrganizationShape[]>>

/** Whose tokens name an active organization in a way that is known here. */
export type OrganizationProvider = keyof typeof organizationShapes

/**
 * The forms of one provider.
 *
 * @param what - the function that was called, for the error
 * @throws {TypeError} for a provider that is not known
 */
export function shapesOf(what: string, provider: OrganizationProvider): readonly OrganizationShape[] {
  if (typeof provider === 'string' && Object.hasOwn(organizationShapes, provider)) {
    return organizationShapes[provider]
  }
  throw new TypeError(`${what} takes one of ${Object.keys(organizationShapes).join(', ')}.`)
}
