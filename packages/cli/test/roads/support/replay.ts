import type { KitLine } from '../../support/project.js'
import { defaultLine, statementsOf } from './migration-text.js'
import type { RoadProject } from './road-project.js'
import { execute } from './statements.js'

/** How the tables of an application come into its database. */
export interface ReplayOptions {
  /** The line whose migrations run, each statement on its own. Default: 0.31. */
  readonly line?: KitLine['line']
  /** Runs instead, with the owner's connection string: `(url) => project.kitOn(url, 'migrate')`, which keeps a journal. */
  readonly migrate?: (url: string) => Promise<unknown>
}

/**
 * Runs a project's migrations.
 *
 * @param urlFor - the connection string for a statement
 */
export async function replay(
  project: RoadProject,
  owner: string,
  { line = defaultLine, migrate }: ReplayOptions,
  urlFor: (statement: string) => string = () => owner,
): Promise<void> {
  if (migrate !== undefined) {
    await migrate(owner)
    return
  }
  for (const { sql } of project.migrations) {
    for (const statement of statementsOf(sql[line])) await execute(urlFor(statement), statement)
  }
}
