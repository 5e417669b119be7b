import { type ConfigOptions, openProject, type Project } from '../project/open-project.js'
import type { Terminal } from '../terminal/terminal.js'
import { assertConsistent } from './assert-installable.js'
import { type Migrations, readMigrations } from './read-migrations.js'

/**
 * The project that a command runs in, whose migrations can be added to.
 *
 * @throws {CliError} `config_not_found`, `kit_not_found`, `config_unreadable`, `config_not_postgres`,
 *   `migrations_inconsistent`
 */
export async function openMigrations(
  terminal: Terminal,
  options: ConfigOptions,
): Promise<{ readonly project: Project; readonly migrations: Migrations }> {
  const project = await openProject(terminal, options)
  const migrations = await readMigrations(project.migrationsFolder)
  assertConsistent(migrations.problems)
  return { project, migrations }
}
