import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openHandWritten } from '../databases/hand-written.js'
import type { HandWrittenKind } from '../projects/hand-written.js'
import { rightsOf } from '../support/rights.js'
import type { RoadServerOptions } from '../support/road-server.js'
import { withConnection } from '../support/statements.js'
import { takeViewpoint } from '../support/viewpoint.js'
import { seen } from './seen.js'

interface Case {
  /** Who logs in for the application. */
  readonly login: string
  readonly relation: string
  readonly column: string
  /** What each viewpoint sees. */
  readonly rows: Record<string, string[]>
}

const tenants = {
  relation: 'public.notes',
  column: 'text',
  rows: { nobody: [], alice: ['order fuel'], bob: ['count money'], 'alice, at the wrong tenant': [] },
}
const todos = { nobody: [], alice: ['water the plants', 'call home'], bob: ['pay rent'] }

const cases: Record<HandWrittenKind, Case> = {
  'tenant-login': { login: 'app_user', ...tenants },
  'tenant-role': { login: 'app_server', ...tenants },
  'tenant-owner': { login: 'app_owner', ...tenants },
  postgraphile: {
    login: 'graphile_server',
    relation: 'app_public.posts',
    column: 'text',
    rows: { nobody: ['first'], alice: ['first', 'draft'], bob: ['first', 'reply'] },
  },
  postgrest: { login: 'authenticator', relation: 'api.todos', column: 'task', rows: todos },
  'neon-transaction': { login: 'neondb_owner', relation: 'public.notes', column: 'text', rows: todos },
}

/** What a database whose application sets its claims by hand shows before rowauth comes to it. */
export function handWrittenBehaves(version: RoadServerOptions['version']): void {
  describe.each(Object.entries(cases) as [HandWrittenKind, Case][])('%s', (kind, { login, ...wanted }) => {
    let road: Awaited<ReturnType<typeof openHandWritten>>
    beforeAll(async () => {
      road = await openHandWritten(kind, { version })
    })
    afterAll(() => road?.close())

    test('users see their own rows, by the settings and the login of the application', async () => {
      const database = await road.createDatabase()
      const rights = await rightsOf(database.superuser, { as: road.viewpoints })
      for (const viewpoint of road.viewpoints) {
        const rows = wanted.rows[viewpoint.name]
        expect(seen(rights, viewpoint.name, wanted.relation, wanted.column)).toEqual(rows)
        await withConnection(database.as(login), async (client) => {
          await client.query('begin')
          await takeViewpoint(client, viewpoint)
          const found = await client.query(
            `select ${wanted.column} as value from ${wanted.relation} order by id`,
          )
          expect(found.rows.map(({ value }) => value)).toEqual(rows)
        })
      }
    })
  })
}
