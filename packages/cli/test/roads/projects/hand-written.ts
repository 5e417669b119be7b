import { config } from '../../support/project.js'
import { customMigration, kitMigration } from '../support/migration-text.js'
import type { RoadProject } from '../support/road-project.js'
import {
  neonTransactionSchema,
  postgraphileSchema,
  postgrestSchema,
  tenantSchema,
} from './hand-written/schemas.js'

/**
 * Ways of writing `set_config` by hand.
 *
 * - `tenant-login`: `app.tenant_id` and `app.current_user_id`; queries run as `app_user`, who has logged in
 * - `tenant-role`: the same, with `set local role app_tenant` by the login `app_server`
 * - `tenant-owner`: the same, with no role but the owner's, and row-level security forced on it
 * - `postgraphile`: `jwt.claims.user_id`, and the role of the claim `role`
 * - `postgrest`: `request.jwt.claims` in policies, `web_anon`, `todo_user` and PostgREST's `authenticator`
 * - `neon-transaction`: `request.jwt.claims` and an `auth.user_id()` of the project's own, on Neon
 */
export type HandWrittenKind =
  | 'tenant-login'
  | 'tenant-role'
  | 'tenant-owner'
  | 'postgraphile'
  | 'postgrest'
  | 'neon-transaction'

interface Files {
  readonly schema: string
  /** Schemas that the kit looks at. Absent: `public`. */
  readonly schemas?: readonly string[]
  readonly migrations: readonly string[]
  /** The one of them that the kit has written. */
  readonly kitWritten: string
}

const tenant = { schema: tenantSchema, kitWritten: 'tenant' }
const projects: Record<HandWrittenKind, Files> = {
  'tenant-login': { ...tenant, migrations: ['tenant', 'tenant-login'] },
  'tenant-role': { ...tenant, migrations: ['tenant', 'tenant-role'] },
  'tenant-owner': { ...tenant, migrations: ['tenant', 'tenant-owner'] },
  postgraphile: {
    schema: postgraphileSchema,
    schemas: ['app_public', 'app_private'],
    migrations: ['postgraphile', 'postgraphile-functions'],
    kitWritten: 'postgraphile',
  },
  postgrest: {
    schema: postgrestSchema,
    schemas: ['api'],
    migrations: ['postgrest', 'postgrest-grants'],
    kitWritten: 'postgrest',
  },
  'neon-transaction': {
    schema: neonTransactionSchema,
    migrations: ['neon-transaction-auth', 'neon-transaction', 'neon-transaction-grants'],
    kitWritten: 'neon-transaction',
  },
}

/** A project that sets its claims by hand. */
export function handWrittenProject(kind: HandWrittenKind): RoadProject {
  const { schema, schemas, kitWritten, migrations } = projects[kind]
  return {
    schema,
    config: schemas === undefined ? config : config.replace("['public']", JSON.stringify(schemas)),
    migrations: migrations.map((name) => {
      const path = `projects/hand-written/${name}`
      return name === kitWritten ? kitMigration(path) : customMigration(path)
    }),
  }
}
