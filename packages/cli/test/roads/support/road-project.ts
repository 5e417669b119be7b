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

/** Puts a project's files into a fresh test project, the migrations where the kit of that line has them. */
export async function writeRoadProject(
  project: TestProject,
  line: KitLine,
  road: RoadProject,
): Promise<void> {
  await project.write('drizzle.config.ts', road.config ?? config)
  await project.write('src/schema.ts', road.schema)
  for (const { name, sql } of road.migrations) await addMigrationFile(project, line, name, sql)
}
