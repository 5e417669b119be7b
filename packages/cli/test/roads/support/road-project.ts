import { addMigrationFile } from '../../support/migrations.js'
import { config, type KitLine, type TestProject } from '../../support/project.js'
import type { RoadMigration } from './migration-text.js'

/** A project as people have it before rowauth. */
export interface RoadProject {
  /** `src/schema.ts`, which both lines of drizzle-orm take. */
  readonly schema: string
  /** `drizzle.config.ts`. Absent: the one of a test project. */
  readonly config?: string
  readonly migrations: readonly RoadMigration[]
}

/**
 * Puts a project's files into a fresh test project, the migrations where the kit of that line has them.
 *
 * @param options - `generate`: runs the kit for what it has written, so that its snapshots are real. Slower; otherwise
 *   they are empty, and the next `drizzle-kit generate` would make every table again
 */
export async function writeRoadProject(
  project: TestProject,
  kit: KitLine,
  road: RoadProject,
  { generate = false }: { generate?: boolean } = {},
): Promise<void> {
  await project.write('drizzle.config.ts', road.config ?? config)
  await project.write('src/schema.ts', road.schema)
  for (const { name, sql, byKit } of road.migrations) {
    if (!generate) await addMigrationFile(project, kit, name, sql[kit.line])
    else if (byKit) await project.kit('generate', '--name', name)
    else {
      const before = await project.migrations()
      await project.kit('generate', '--custom', '--name', name)
      const [file] = (await project.migrations()).filter((path) => !before.includes(path))
      if (file === undefined) throw new Error(`The kit has made no file for ${name}.`)
      await project.write(file, sql[kit.line])
    }
  }
}
