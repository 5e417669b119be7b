import type { Claims } from '@rowauth/core'
import { assertOptions, assertRoleName, defaultNames, type OptionNames } from '@rowauth/core/internal'

/** Which Postgres role a session takes. */
export interface RoleOptions {
  /** The role of whoever has a valid token. Default: `authenticated`. */
  readonly authenticated?: string
  /** The role of visitors. Default: `anonymous`. */
  readonly anonymous?: string
  /**
   * The claim that names the role, or the path to it. Needs `allowed`. It may hold
   *
   * - one name, which has to be in `allowed`, or else the query rejects with `role_not_allowed`;
   * - a list of names, or an object whose members are called so (ZITADEL): the first of `allowed` that it holds, so that
   *   the order of `allowed` is the precedence; the default role when it holds none of them;
   * - nothing, null, `authenticated` or the name of the default role: the default role.
   */
  readonly claim?: string | readonly string[]
  /**
   * The roles that a claim, `from` or `trustClaims` may name; any other one is refused with `role_not_allowed`. Where
   * there is a `claim`, every token that names one of them has it: roles for jobs belong in `trusted`.
   */
  readonly allowed?: readonly string[]
  /**
   * Roles that `trustClaims` alone may name, besides those of `allowed`: those of background jobs and the like. No token
   * ever gets one of them, whatever it claims and whoever verifies it. With it `trustClaims` names no other role.
   */
  readonly trusted?: readonly string[]
  /**
   * Chooses the role where a claim alone does not say it: from the claims, which are frozen, to the name of a role, or
   * undefined or null for the default role. With `allowed`, the name has to be in there. Not together with `claim`.
   *
   * It is called once for each session and never for visitors, and what it throws, the query rejects with. Where only
   * the database or the endpoint verifies tokens (`verification: 'database'` without a `verifier`, `neonHttp` in `token`
   * mode) it gets the claims before anybody has verified them. To choose the role they are good enough, because whoever
   * verifies refuses the call as a whole when they are forged; do nothing else with them.
   */
  readonly from?: (claims: Claims) => string | undefined | null
}

const names = {
  authenticated: true,
  anonymous: true,
  claim: true,
  allowed: true,
  trusted: true,
  from: true,
} as const satisfies OptionNames<RoleOptions>

/** Role options that were checked, in a copy that nobody else has. */
export interface SettledRoles {
  readonly authenticated: string
  readonly anonymous: string
  readonly claim: readonly string[] | undefined
  readonly allowed: readonly string[] | undefined
  readonly trusted: readonly string[] | undefined
  readonly from: RoleOptions['from'] | undefined
}

/**
 * The options as they are now.
 *
 * @throws {TypeError} for role names that cannot be, and for options that do not go together
 */
export function settledRoles(roles: RoleOptions): SettledRoles {
  assertOptions('`roles` of withAuth()', roles, names)
  const { authenticated = defaultNames.authenticated, anonymous = defaultNames.anonymous, from } = roles
  const claim = typeof roles.claim === 'string' ? [roles.claim] : roles.claim
  const lists = { claim: copied(claim), allowed: copied(roles.allowed), trusted: copied(roles.trusted) }
  const settled = { authenticated, anonymous, ...lists, from }
  const { trusted = [], allowed = [] } = settled
  for (const role of [authenticated, anonymous, ...allowed, ...trusted]) assertRoleName(role)
  if ([authenticated, anonymous, ...allowed].some((role) => trusted.includes(role))) {
    throw new TypeError(
      'A role in `roles.trusted` is for `trustClaims` alone, and no other option may name it.',
    )
  }
  if (settled.claim?.length === 0) {
    throw new TypeError('`roles.claim` must name a claim or the path to one.')
  }
  if (settled.claim !== undefined && settled.allowed === undefined) {
    throw new TypeError('`roles.claim` needs `roles.allowed`: the roles that a token may name.')
  }
  if (from !== undefined && typeof from !== 'function') {
    throw new TypeError('`roles.from` must be a function from the claims to the name of a role.')
  }
  if (from !== undefined && settled.claim !== undefined) {
    throw new TypeError('`roles.from` and `roles.claim` both choose the role: give one of them.')
  }
  return settled
}

/** A text has `includes`, too, which would take any part of it for one of the names. */
function copied(names: readonly string[] | undefined): readonly string[] | undefined {
  if (names === undefined) return undefined
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
    throw new TypeError(
      '`roles.allowed`, `roles.trusted`, and a path in `roles.claim`, must be lists of names.',
    )
  }
  return [...names]
}
