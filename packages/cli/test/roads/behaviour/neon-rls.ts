import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { neonViewpoints, openNeonRls } from '../databases/neon-rls.js'
import { neonDependents } from '../projects/neon-rls.js'
import { rightsOf } from '../support/rights.js'
import type { RoadServerOptions } from '../support/road-server.js'
import { execute } from '../support/statements.js'
import { seen } from './seen.js'

const newLogin = 'create role app login; grant authenticated to app; drop role app'

/** What a database on Neon RLS shows before rowauth comes to it. */
export function neonRlsBehaves(version: RoadServerOptions['version']): void {
  describe.each(['owner', 'platform'] as const)('Neon RLS, with the roles of the %s', (requestRoles) => {
    let road: Awaited<ReturnType<typeof openNeonRls>>
    beforeAll(async () => {
      road = await openNeonRls({ version, requestRoles })
    })
    afterAll(() => road?.close())

    test('users see their own rows, by claims in a setting', async () => {
      const { superuser } = await road.createDatabase()
      const rights = await rightsOf(superuser, { as: neonViewpoints })
      expect(seen(rights, 'alice', 'public.todos', 'task')).toEqual(['call home', 'water the plants'])
      expect(seen(rights, 'bob', 'public.todos', 'task')).toEqual(['pay rent'])
      expect(seen(rights, 'a visitor', 'public.todos', 'task')).toEqual([])
    })

    test('the extension is of who made it, and its functions are of the superuser', async () => {
      for (const extension of ['owner', 'platform'] as const) {
        const { superuser, owner } = await road.createDatabase({ extension })
        const { owners } = await rightsOf(superuser, { as: [] })
        expect(owners).toMatchObject({
          'function auth.user_id()': 'cloud_admin',
          'schema auth': 'cloud_admin',
        })
        const dropped = execute(owner, 'begin; drop extension pg_session_jwt cascade; rollback')
        if (extension === 'owner') await dropped
        else await expect(dropped).rejects.toThrow('must be owner of extension')
        // PostgreSQL warns, and grants nothing.
        await execute(owner, 'grant usage on schema auth to reporting')
        expect((await rightsOf(superuser, { as: [] })).schemas).not.toHaveProperty('reporting on auth')
      }
    })

    test('everything that depends on the extension is in its way', async () => {
      const { owner } = await road.createDatabase({ dependents: neonDependents })
      const detail = await execute(owner, 'drop extension pg_session_jwt').catch(({ detail }) => detail)
      const dependents = [
        ...['column user_id of table todos', 'policy crud-authenticated-policy-select', 'view open_todos'],
        ...[
          'view todo_counts',
          'function is_mine(text)',
          'function finish_all()',
          'constraint todos_owner_check',
        ],
        ...['policy members of the org', 'column Owner Id of table "Team Space"', 'policy own devices'],
        'policy reports leave out their reader',
      ]
      for (const dependent of dependents) expect(detail).toContain(dependent)
      expect(detail).not.toContain('stamp_todo')
    })

    test('before 16 the owner grants every role, and from 16 on its own', async () => {
      const { owner } = await road.createDatabase()
      const [row] = await execute(
        owner,
        "select current_setting('server_version_num')::int >= 160000 as late",
      )
      const granted = execute(owner, newLogin)
      if (row?.late === true && requestRoles === 'platform') {
        await expect(granted).rejects.toThrow('permission denied to grant role')
      } else await granted
    })
  })
}
