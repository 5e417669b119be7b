import type { ActiveOrganization, Claims, OrganizationProvider } from '@rowauth/core'

/** A token of a provider, recorded from its documentation, with made-up ids, and what it says. */
export interface RecordedOrganization {
  readonly name: string
  readonly provider: OrganizationProvider
  /** Where the shape is documented. */
  readonly source: string
  readonly claims: Claims
  readonly organization: ActiveOrganization | undefined
}

export const recorded: readonly RecordedOrganization[] = [
  {
    name: 'Clerk, version 2',
    provider: 'clerk',
    source: 'https://clerk.com/docs/guides/sessions/session-tokens',
    claims: {
      azp: 'https://todo.example.com',
      fea: 'o:dashboard,o:teams',
      iss: 'https://clerk.todo.example.com',
      o: { id: 'org_2pR1XbWq7vNk', slg: 'blue-team', rol: 'admin', per: 'read,manage', fpm: '3' },
      pla: 'u:free,o:pro',
      sid: 'sess_2pR1',
      sub: 'user_2pR1',
      v: 2,
    },
    organization: { id: 'org_2pR1XbWq7vNk', roles: ['admin'] },
  },
  {
    name: 'Clerk, version 1',
    provider: 'clerk',
    source: 'https://clerk.com/docs/guides/sessions/session-tokens (tab “Version 1”)',
    claims: {
      azp: 'https://todo.example.com',
      iss: 'https://clerk.todo.example.com',
      org_id: 'org_2pR1XbWq7vNk',
      org_permissions: ['org:teams:read'],
      org_role: 'org:admin',
      org_slug: 'blue-team',
      sid: 'sess_2pR1',
      sub: 'user_2pR1',
    },
    organization: { id: 'org_2pR1XbWq7vNk', roles: ['admin'] },
  },
  {
    name: 'Clerk, a personal account',
    provider: 'clerk',
    source: 'https://clerk.com/docs/guides/sessions/session-tokens',
    claims: { iss: 'https://clerk.todo.example.com', sub: 'user_2pR1', v: 2 },
    organization: undefined,
  },
  {
    name: 'WorkOS',
    provider: 'workOs',
    source: 'https://workos.com/docs/reference/authkit/session-tokens',
    claims: {
      iss: 'https://api.workos.com',
      sub: 'user_01JD8Z7C4K6N9Q2T5V8X1ZB3DF',
      org_id: 'org_01JD8ZAF7P9R2T5W8Y1A4CE6GJ',
      role: 'member',
      roles: ['member', 'billing'],
      permissions: ['posts:read'],
    },
    organization: { id: 'org_01JD8ZAF7P9R2T5W8Y1A4CE6GJ', roles: ['member', 'billing'] },
  },
  {
    name: 'WorkOS, one role',
    provider: 'workOs',
    source: 'https://workos.com/docs/fga/authkit-integration',
    claims: { sub: 'user_01JD', org_id: 'org_01JD', role: 'org_member', permissions: ['org:view'] },
    organization: { id: 'org_01JD', roles: ['org_member'] },
  },
  {
    name: 'Auth0',
    provider: 'auth0',
    source: 'https://auth0.com/docs/manage-users/organizations/using-tokens',
    claims: {
      'https://marketplace.example.com/roles': ['administrator'],
      iss: 'https://todo-app.eu.auth0.com/',
      sub: 'auth0|6553da60a54af58e29493993',
      org_id: 'org_9ybsU1dN2dKfDkBi',
      org_name: 'blue_team',
    },
    organization: { id: 'org_9ybsU1dN2dKfDkBi', roles: [] },
  },
  {
    name: 'Stytch B2B',
    provider: 'stytch',
    source: 'https://stytch.com/docs/b2b/guides/sessions/resources/jwts-and-tokens',
    claims: {
      iss: 'stytch.com/project-test-1',
      sub: 'member-test-1',
      'https://stytch.com/organization': { organization_id: 'organization-test-1', slug: 'blue-team' },
      'https://stytch.com/session': { id: 'member-session-test-1', roles: ['stytch_member', 'editor'] },
    },
    organization: { id: 'organization-test-1', roles: ['stytch_member', 'editor'] },
  },
  {
    name: 'Kinde',
    provider: 'kinde',
    source: 'https://docs.kinde.com/build/tokens/token-customization',
    claims: {
      iss: 'https://todo.kinde.com',
      sub: 'kp_1234',
      org_code: 'org_1234',
      permissions: ['read:todos'],
      roles: [{ id: '0193', key: 'admin', name: 'Administrator' }],
    },
    organization: { id: 'org_1234', roles: ['admin'] },
  },
  {
    name: 'Kinde, without the setting for roles',
    provider: 'kinde',
    source: 'https://docs.kinde.com/build/tokens/about-access-tokens/',
    claims: { iss: 'https://todo.kinde.com', sub: 'kp_1234', org_code: 'org_1234', permissions: [] },
    organization: { id: 'org_1234', roles: [] },
  },
  {
    name: 'Better Auth, definePayload: ({ user, session }) => ({ …user, activeOrganizationId: session.activeOrganizationId })',
    provider: 'betterAuth',
    source: 'https://www.better-auth.com/docs/plugins/organization, …/plugins/jwt',
    claims: { id: 'w3Xb', email: 'alice@example.com', sub: 'w3Xb', activeOrganizationId: 'k8Qz' },
    organization: { id: 'k8Qz', roles: [] },
  },
  {
    name: 'Better Auth, no organization chosen',
    provider: 'betterAuth',
    source: 'https://www.better-auth.com/docs/plugins/organization',
    claims: { id: 'w3Xb', sub: 'w3Xb', activeOrganizationId: null },
    organization: undefined,
  },
  {
    name: 'Descope',
    provider: 'descope',
    source: 'https://docs.descope.com/role-based-access-control',
    claims: {
      dct: 'T2pR1XbWq7vNkYm3',
      iss: 'P2pQx7RkVb4nYw9mTzLcHd1sJfGe',
      roles: ['of the project'],
      sub: 'U2pQw9ZkXv3mTb7rNyLcHd1sJf',
      tenants: {
        T2pR1XbWq7vNkYm3: { permissions: ['todo.write'], roles: ['Tenant Admin'] },
        T2pR1XbWq7vNkYm4: { roles: ['Owner'] },
      },
    },
    organization: { id: 'T2pR1XbWq7vNkYm3', roles: ['Tenant Admin'] },
  },
  {
    name: 'Logto',
    provider: 'logto',
    source: 'https://docs.logto.io/authorization/organization-template/protect-api-reources',
    claims: { aud: 'https://api.example.com', organization_id: 'org_1', scope: 'read', sub: 'user_1' },
    organization: { id: 'org_1', roles: [] },
  },
]

const paths = {
  clerk: (id: unknown, roles: unknown) => ({ o: { id, rol: roles } }),
  workOs: (id: unknown, roles: unknown) => ({ org_id: id, roles }),
  stytch: (id: unknown, roles: unknown) => ({
    'https://stytch.com/organization': { organization_id: id },
    'https://stytch.com/session': { roles },
  }),
  kinde: (id: unknown, roles: unknown) => ({ org_code: id, roles }),
  descope: (id: unknown, roles: unknown) => ({ dct: id, tenants: { [String(id)]: { roles } } }),
}

/** Claims that no provider sends, and that must mean the same in every reader. */
export const odd: readonly { readonly provider: OrganizationProvider; readonly claims: Claims }[] = [
  ...(Object.keys(paths) as (keyof typeof paths)[]).flatMap((provider) => [
    ...[undefined, null, '', 7, true, [], ['a'], {}, { a: 1 }].map((id) => ({
      provider,
      claims: paths[provider](id, ['admin']),
    })),
    ...[
      undefined,
      null,
      '',
      'admin',
      'org:admin',
      'org:',
      'org:org:x',
      7,
      {},
      { key: 'admin' },
      [],
      [
        'a',
        '',
        null,
        7,
        ['b'],
        { key: 'k' },
        { key: '' },
        { key: 7 },
        { key: 'org:x', name: 'n' },
        'a',
        'org:c',
      ],
      ['naïve 🙂 \ufffd', "it's", '"', '\\', '{a,b}', '%'],
    ].map((roles) => ({ provider, claims: paths[provider]('org "1"', roles) })),
  ]),
  // Two forms at once: the newer one counts as a whole.
  { provider: 'clerk', claims: { o: { id: 'new' }, org_id: 'old', org_role: 'org:admin' } },
  { provider: 'clerk', claims: { o: { id: '' }, org_id: 'old', org_role: 'org:admin' } },
  { provider: 'clerk', claims: { o: 'x', org_id: 'old' } },
  { provider: 'clerk', claims: { o: [{ id: 'in a list' }] } },
  { provider: 'clerk', claims: { org_id: 'old', org_role: ['org:a', 'b'] } },
  // The first place that has roles counts.
  { provider: 'workOs', claims: { org_id: 'o', role: 'member', roles: [] } },
  { provider: 'workOs', claims: { org_id: 'o', role: 'member', roles: { a: 1 } } },
  { provider: 'workOs', claims: { org_id: 'o', role: ['a'], roles: 7 } },
  // Nothing is reached through a list.
  { provider: 'descope', claims: { dct: '0', tenants: [{ roles: ['admin'] }] } },
  { provider: 'descope', claims: { dct: '-1', tenants: [{ roles: ['admin'] }] } },
  { provider: 'descope', claims: { dct: 'T', tenants: { T: [{ roles: ['x'] }] } } },
  { provider: 'descope', claims: { dct: 'T', tenants: { U: { roles: ['x'] } } } },
  { provider: 'descope', claims: { dct: '__proto__', tenants: {} } },
  { provider: 'descope', claims: { dct: 'toString', tenants: {} } },
  // The claims of another provider.
  { provider: 'workOs', claims: { o: { id: 'x', rol: 'admin' }, org_code: 'y', organization_id: 'z' } },
  { provider: 'logto', claims: { organization_id: 'o', roles: ['x'], role: 'y' } },
  { provider: 'auth0', claims: { org_id: 'o', roles: ['x'], role: 'y' } },
  { provider: 'betterAuth', claims: { org_id: 'o', role: 'y' } },
]
