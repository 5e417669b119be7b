import { CliError } from '../cli-error.js'
import { findAdoption } from '../migrations/find-adoption.js'
import { findInstallation } from '../migrations/find-installation.js'
import { readMigrations } from '../migrations/read-migrations.js'
import type { NameOptions } from '../options/names.js'
import type { Terminal } from '../terminal/terminal.js'
import { type ConfigOptions, openProject } from './open-project.js'

const noProject: ReadonlySet<string> = new Set([
  'config_not_found',
  'kit_not_found',
  'config_unreadable',
  'config_not_postgres',
])

/**
 * The names of schema and roles that the project in this folder has chosen, under those of the command line, so that
 * nobody has to repeat them for its database. Without a project that can be read there are only the latter.
 */
export async function withKnownNames<Options extends NameOptions & ConfigOptions>(
  terminal: Terminal,
  options: Options,
): Promise<Options> {
  if (options.schema !== undefined || options.roles !== undefined) return options
  try {
    const { migrationsFolder } = await openProject(terminal, options)
    const migrations = await readMigrations(migrationsFolder)
    const names =
      findAdoption(migrations, options)?.adoption.names ?? findInstallation(migrations, options)?.names
    if (names === undefined) return options
    const { schema, ...roles } = names
    return { ...options, schema, roles }
  } catch (error) {
    if (options.config === undefined && error instanceof CliError && noProject.has(error.code)) return options
    throw error
  }
}
