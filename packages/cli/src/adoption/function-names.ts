import { authFunctions } from '@rowauth/core/internal'

/** What functions are called that tell whose query it is: ours, those of `pg_session_jwt`, Supabase and PostgREST's guides. */
export const sessionFunctionNames: readonly string[] = [
  ...authFunctions.filter(({ access }) => access === 'policies').map(({ name }) => name),
  ...['role', 'email', 'current_user_id', 'tenant_id'],
]
