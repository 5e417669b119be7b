import { readFile } from 'node:fs/promises'
import { expect } from 'vitest'
import { copyFolder, restoreFolder } from '../../../src/project/folder-copy.js'
import { createProject, type KitLine } from '../../support/project.js'
import { type Outcome, rowauth } from '../../support/run.js'
import type { ReplayOptions } from '../support/replay.js'
import { rightsOf } from '../support/rights.js'
import { rightsDiff } from '../support/rights-diff.js'
import type { RoadProject } from '../support/road-project.js'
import { writeRoadProject } from '../support/road-project.js'
import { execute } from '../support/statements.js'
import type { Viewpoint } from '../support/viewpoint.js'

/** A database of a fixture. */
export interface RoadDatabase {
  readonly superuser: string
  readonly owner: string
  as(role: string): string
}

/** Who asks the application: `claims` of a session, or null for a visitor. */
export interface Asker {
  readonly name: string
  readonly claims: object | null
  readonly role?: string
}

/** Makes a test project of a road, whose kit has written and knows the migrations; each journey begins with it. */
export async function prepareProject(line: KitLine, road: RoadProject) {
  const project = await createProject(line)
  await writeRoadProject(project, line, road, { generate: true })
  const files = await copyFolder(`${project.root}/drizzle`)
  return {
    ...project,
    beginAgain: () => restoreFolder(`${project.root}/drizzle`, files),
  }
}

export type PreparedProject = Awaited<ReturnType<typeof prepareProject>>

/** A project with a database that its migrations were applied to, on its way to rowauth. */
export async function beginJourney(
  project: PreparedProject,
  createDatabase: (options: ReplayOptions) => Promise<RoadDatabase>,
  viewpoints: readonly Viewpoint[],
) {
  await project.beginAgain()
  const database = await createDatabase({ migrate: (url) => project.kitOn(url, 'migrate') })
  const look = () => rightsOf(database.superuser, { as: viewpoints, without: ['drizzle'] })
  const before = await look()
  const run = (...args: string[]): Promise<Outcome> => rowauth(args, { cwd: project.root })

  return {
    database,
    run,
    /** What has changed for anybody since the beginning. */
    changes: async () => rightsDiff(before, await look()),
    /** The kit has nothing to say about what rowauth has written, and applies it. */
    async migrate() {
      expect(await project.kit('generate')).toMatch(/No schema changes/)
      await project.kitOn(database.owner, 'migrate')
    },
    /** The commands have nothing to complain of, in CI without a database and with one. */
    async expectSound(login: string) {
      const scratch = ['--scratch', database.superuser]
      expect(await run('check', ...scratch)).toMatchObject({ exitCode: 0, err: '' })
      expect(await run('check', '--url', database.owner, ...scratch)).toMatchObject({ exitCode: 0, err: '' })
      expect((await run('upgrade', '--json')).json()).toMatchObject({ ok: true, migration: null })
      const doctor = await run('doctor', '--url', database.owner, '--app-role', login, '--json')
      const { findings } = doctor.json() as { findings: { level: string; number: number; object: string }[] }
      expect(findings.filter(({ level }) => level === 'error')).toEqual([])
      expect(doctor.exitCode).toBe(0)
    },
    /** What the application sees over the login role, through `withAuth`. */
    async ask(login: string, options: object, askers: readonly Asker[], query: string): Promise<unknown> {
      await execute(database.superuser, `alter role ${login} login password 'road'`)
      const application = new URL('../support/application.mjs', import.meta.url)
      await project.write('src/application.mjs', await readFile(application, 'utf8'))
      return await project.node('src/application.mjs', {
        DATABASE_URL: database.as(login),
        OPTIONS: JSON.stringify(options),
        WHO: JSON.stringify(askers),
        QUERY: query,
      })
    },
  }
}
