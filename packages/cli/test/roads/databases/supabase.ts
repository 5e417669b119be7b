import { supabaseProject } from '../projects/supabase.js'
import { readSql } from '../support/read-sql.js'
import { type ReplayOptions, replay } from '../support/replay.js'
import { openRoadServer, type RoadServerOptions } from '../support/road-server.js'
import type { Viewpoint } from '../support/viewpoint.js'

const alice = '00000000-0000-4000-8000-0000000000a1'
const bob = '00000000-0000-4000-8000-0000000000b2'

export interface SupabaseOptions extends Pick<RoadServerOptions, 'version'> {
  /** Whether the project has made `rls_client`, a login that may become `anon` and `authenticated`. Default: false. */
  readonly applicationLogin?: boolean
}

export interface SupabaseDatabaseOptions extends ReplayOptions {
  /** Whether there are policies on `realtime.messages` and `storage.objects`. Default: false. */
  readonly platformPolicies?: boolean
}

/** As whom the application's requests run. */
export const supabaseViewpoints: readonly Viewpoint[] = [
  user('alice', { sub: alice, role: 'authenticated', email: 'alice@example.com' }),
  user('bob', { sub: bob, role: 'authenticated', email: 'bob@example.com' }),
  {
    name: 'bob, by the setting of an old PostgREST',
    role: 'authenticated',
    settings: { 'request.jwt.claim.sub': bob },
  },
  user('a visitor', { role: 'anon' }),
  user('the service role', { role: 'service_role' }),
]

function user(name: string, claims: { role: string; sub?: string; email?: string }): Viewpoint {
  const settings = { 'request.jwt.claims': JSON.stringify(claims), 'realtime.topic': 'kitchen' }
  return { name, role: claims.role, settings }
}

/**
 * A server as Supabase has one, hosted or local: `supabase_admin` is its superuser, and `postgres` is none, but owns
 * the database and what the project makes. What `supautils` adds there is missing: that `postgres` may make policies
 * on tables of Supabase's own, and that it may not alter reserved roles as CREATEROLE would let it before 16.
 */
export async function openSupabase({ version, applicationLogin = false }: SupabaseOptions = {}) {
  const server = await openRoadServer({ version, superuser: 'supabase_admin' })
  await server.query(server.superuserUrl, readSql('databases/supabase/roles'))
  if (applicationLogin) {
    const made = `create role rls_client login password 'road'; grant anon, authenticated to rls_client`
    await server.query(server.superuserUrl, `set role postgres; ${made}`)
  }

  return {
    server,
    /** Makes a database with an application on Supabase in it: the migrations of {@link supabaseProject} and some rows. */
    async createDatabase(options: SupabaseDatabaseOptions = {}) {
      const database = await server.createDatabase('postgres')
      const owner = database.as('postgres')
      for (const part of ['public', 'auth', 'storage', 'realtime']) {
        await server.query(database.superuser, readSql(`databases/supabase/${part}`))
      }
      const ofPlatform = /^CREATE POLICY .* ON "(realtime|storage)"\./
      await replay(supabaseProject(options), owner, options, (statement) =>
        ofPlatform.test(statement) ? database.superuser : owner,
      )
      await server.query(database.superuser, readSql('databases/supabase/seed'))
      return { ...database, owner }
    },
    close: server.close,
  }
}
