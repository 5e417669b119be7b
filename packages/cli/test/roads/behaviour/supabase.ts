import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSupabase, supabaseViewpoints } from '../databases/supabase.js'
import { rightsOf } from '../support/rights.js'
import type { RoadServerOptions } from '../support/road-server.js'
import { execute } from '../support/statements.js'
import { seen } from './seen.js'

/** What a database on Supabase shows before rowauth comes to it. */
export function supabaseBehaves(version: RoadServerOptions['version']): void {
  describe('Supabase', () => {
    let road: Awaited<ReturnType<typeof openSupabase>>
    beforeAll(async () => {
      road = await openSupabase({ version, applicationLogin: true })
    })
    afterAll(() => road?.close())

    test('users see their own rows, by either setting of PostgREST', async () => {
      const { superuser } = await road.createDatabase({ platformPolicies: true })
      const rights = await rightsOf(superuser, { as: supabaseViewpoints })
      expect(seen(rights, 'alice', 'public.members', 'room_topic')).toEqual(['kitchen', 'lobby'])
      expect(seen(rights, 'alice', 'realtime.messages', 'topic')).toEqual(['kitchen'])
      expect(seen(rights, 'bob', 'realtime.messages', 'topic')).toEqual([])
      for (const name of ['bob', 'bob, by the setting of an old PostgREST']) {
        expect(seen(rights, name, 'public.members', 'room_topic')).toEqual(['lobby'])
        expect(seen(rights, name, 'public.members_profiles', 'email')).toEqual(['bob@example.com'])
        expect(seen(rights, name, 'storage.objects', 'id')).toEqual(['00000000-0000-4000-8000-000000000003'])
      }
      expect(seen(rights, 'a visitor', 'public.rooms', 'topic')).toEqual(['lobby'])
      expect(seen(rights, 'the service role', 'public.members', 'user_id')).toHaveLength(3)
    })

    test('PostgREST and the login of the project reach the roles', async () => {
      const database = await road.createDatabase()
      for (const login of ['authenticator', 'rls_client']) {
        const [row] = await execute(database.as(login), 'set role authenticated; select current_user as role')
        expect(row).toEqual({ role: 'authenticated' })
      }
    })

    test('postgres may give the roles to a login, and nothing of the platform', async () => {
      const { owner, superuser } = await road.createDatabase()
      await execute(
        owner,
        'create role app login; grant anon, authenticated to app; grant usage on schema auth to app',
      )
      expect((await rightsOf(superuser, { as: [] })).members).toHaveProperty('authenticated to app')
      await execute(owner, 'revoke anon, authenticated from app; grant app to current_user')
      const called = execute(owner, 'set role app; do $$ begin perform auth.uid(); end $$')
      await expect(called).rejects.toThrow('permission denied for schema auth')
      await execute(owner, 'drop role app')
      for (const [sql, message] of [
        ['create function auth.user_id() returns text return 1', 'permission denied for schema auth'],
        ['create policy p on realtime.messages', 'must be owner of table messages'],
        [
          'create or replace function auth.uid() returns uuid return null',
          'permission denied for schema auth',
        ],
      ] as const) {
        await expect(execute(owner, sql)).rejects.toThrow(message)
      }
      // The platform refuses this before 16, too, by an extension of its own.
      const changed = execute(owner, `begin; alter role authenticator password 'x'; rollback`)
      if (road.server.major >= 16) await expect(changed).rejects.toThrow('permission denied to alter role')
      else await changed
    })
  })
}
