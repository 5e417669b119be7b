import type { HandWrittenKind } from '../../projects/hand-written.js'
import type { Viewpoint } from '../../support/viewpoint.js'

const acme = '00000000-0000-4000-8000-00000000ac3e'
const globex = '00000000-0000-4000-8000-0000000061b0'

/** Nobody comes first: once a setting has had a value, it is '' in later transactions, which is no UUID. */
const tenants = (role: string): Viewpoint[] => [
  { name: 'nobody', role, settings: {} },
  { name: 'alice', role, settings: { 'app.tenant_id': acme, 'app.current_user_id': 'alice' } },
  { name: 'bob', role, settings: { 'app.tenant_id': globex, 'app.current_user_id': 'bob' } },
  {
    name: 'alice, at the wrong tenant',
    role,
    settings: { 'app.tenant_id': globex, 'app.current_user_id': 'alice' },
  },
]

const member = (name: string, id: number): Viewpoint => ({
  name,
  role: 'member',
  settings: { 'jwt.claims.user_id': String(id), 'jwt.claims.role': 'member' },
})

const claims = (name: string, role: string, value: object): Viewpoint => ({
  name,
  role,
  settings: { 'request.jwt.claims': JSON.stringify(value) },
})

/** As whom the application's requests run, by what it sets in each transaction. */
export const handWrittenViewpoints: Record<HandWrittenKind, readonly Viewpoint[]> = {
  'tenant-login': tenants('app_user'),
  'tenant-role': tenants('app_tenant'),
  'tenant-owner': tenants('app_owner'),
  postgraphile: [
    { name: 'nobody', role: 'visitor', settings: { 'jwt.claims.role': 'visitor' } },
    member('alice', 1),
    member('bob', 2),
  ],
  postgrest: [
    claims('nobody', 'web_anon', { role: 'web_anon' }),
    claims('alice', 'todo_user', { role: 'todo_user', email: 'alice@example.com' }),
    claims('bob', 'todo_user', { role: 'todo_user', email: 'bob@example.com' }),
  ],
  'neon-transaction': [
    { name: 'nobody', role: 'anonymous', settings: {} },
    claims('alice', 'authenticated', { sub: 'alice' }),
    claims('bob', 'authenticated', { sub: 'bob' }),
  ],
}
