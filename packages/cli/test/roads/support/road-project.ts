import { config, type TestProject } from '../../support/project.js'
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
 * Puts a project into a fresh test project: the migration that its kit generates for the schema, and in another one
 * what the author has written by hand.
 *
 * @param url - of the database whose fixture has run the migrations already: the kit takes them for applied
 */
export async function writeRoadProject(project: TestProject, road: RoadProject, url: string): Promise<void> {
  await project.write(
    'drizzle.config.ts',
    (road.config ?? config).replace('TEST_DATABASE_URL', 'DATABASE_URL'),
  )
  await project.write('src/schema.ts', road.schema)
  await project.kit('generate', '--name=generated')
  const [generated] = await project.migrations()
  await project.kit('generate', '--custom', '--name=by_hand')
  const byHand = (await project.migrations()).find((file) => file !== generated)
  if (generated === undefined || byHand === undefined) throw new Error('The kit made no migrations.')
  await project.write(
    byHand,
    road.migrations
      .slice(1)
      .map(({ sql }) => sql)
      .join('\n--> statement-breakpoint\n'),
  )
  const texts = { [generated]: await project.read(generated), [byHand]: await project.read(byHand) }
  for (const file of Object.keys(texts)) await project.write(file, 'select 1;')
  await project.kitOn(url, 'migrate')
  for (const [file, text] of Object.entries(texts)) await project.write(file, text)
}
