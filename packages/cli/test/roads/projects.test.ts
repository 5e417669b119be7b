import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createProject, kits, type TestProject } from '../support/project.js'
import { openHandWritten } from './databases/hand-written.js'
import { openNeonRls } from './databases/neon-rls.js'
import { openSupabase } from './databases/supabase.js'
import { type HandWrittenKind, handWrittenProject } from './projects/hand-written.js'
import { neonDependents, neonRlsProject } from './projects/neon-rls.js'
import { supabaseProject } from './projects/supabase.js'
import type { ReplayOptions } from './support/replay.js'
import { rightsOf } from './support/rights.js'
import { type RoadProject, writeRoadProject } from './support/road-project.js'
import type { DatabaseUrls } from './support/road-server.js'

interface Road {
  createDatabase(options: ReplayOptions): Promise<DatabaseUrls>
  close(): Promise<void>
}

const handWritten: HandWrittenKind[] = ['tenant-login', 'postgraphile', 'postgrest', 'neon-transaction']
const dependents = { dependents: neonDependents }

const roads: [string, RoadProject, () => Promise<Road>][] = [
  [
    'Neon RLS',
    neonRlsProject(dependents),
    async () => {
      const road = await openNeonRls()
      return { ...road, createDatabase: (options) => road.createDatabase({ ...options, ...dependents }) }
    },
  ],
  ['Supabase', supabaseProject(), () => openSupabase()],
  ...handWritten.map((kind): [string, RoadProject, () => Promise<Road>] => [
    kind,
    handWrittenProject(kind),
    () => openHandWritten(kind),
  ]),
]

describe.each(kits)('with drizzle-kit $line', (kit) => {
  let project: TestProject
  beforeAll(async () => {
    project = await createProject(kit)
  }, 120_000)
  afterAll(() => project?.remove())

  test.each(roads)(
    'the migrations of %s are what the kit writes and runs',
    async (_name, files, open) => {
      await project.reset()
      await writeRoadProject(project, kit, files, { generate: true })
      const generated = await Promise.all((await project.migrations()).map((file) => project.read(file)))
      expect(generated.map((text) => text.trim())).toEqual(
        files.migrations.map(({ sql }) => sql[kit.line].trim()),
      )
      expect(await project.kit('generate')).toContain('No schema changes')

      const road = await open()
      try {
        const replayed = await road.createDatabase({ line: kit.line })
        const migrated = await road.createDatabase({ migrate: (url) => project.kitOn(url, 'migrate') })
        const without = ['drizzle']
        expect(await rightsOf(migrated.superuser, { as: [], without })).toEqual(
          await rightsOf(replayed.superuser, { as: [], without }),
        )
      } finally {
        await road.close()
      }
    },
    120_000,
  )
})
