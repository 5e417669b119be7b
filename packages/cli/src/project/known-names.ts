import { CliError } from '../cli-error.js'
import { findAdoption } from '../migrations/find-adoption.js'
import { findInstallation } from '../migrations/find-installation.js'
import { readMigrations } from '../migrations/read-migrations.js'
import type { NameOptions, Names } from '../options/names.js'
import type { Verification } from '../options/verification.js'
import type { Terminal } from '../terminal/terminal.js'
import { type ConfigOptions, openProject } from './open-project.js'

/** What the migrations of a project say of its databases. */
export interface KnownSchema {
  readonly names: Names
  readonly verification: Verification
  /** Whether they adopt what was there, in the place of installing the auth schema. */
  readonly adopts: boolean
}

const noProject: ReadonlySet<string> = new Set(['config_not_found', 'kit_not_found', 'config_not_postgres'])

/** What the project in this folder has chosen; undefined without one that can be read, and where it has chosen nothing. */
export async function knownSchema(
  terminal: Terminal,
  options: NameOptions & ConfigOptions,
): Promise<KnownSchema | undefined> {
  try {
    const { migrationsFolder } = await openProject(terminal, options)
    const migrations = await readMigrations(migrationsFolder)
    const adoption = findAdoption(migrations, options)?.adoption
    if (adoption !== undefined) return { names: adoption.names, verification: 'application', adopts: true }
    const installed = findInstallation(migrations, options)?.latest.auth
    return installed && { ...installed, adopts: false }
  } catch (error) {
    if (options.config === undefined && error instanceof CliError && noProject.has(error.code))
      return undefined
    throw error
  }
}

/** The names of the project under those of the command line, so that nobody has to repeat them for its database. */
export async function withKnownNames<Options extends NameOptions & ConfigOptions>(
  terminal: Terminal,
  options: Options,
): Promise<Options> {
  if (namesSomething(options)) return options
  return withNames(options, (await knownSchema(terminal, options))?.names)
}

/** Whether the command line names schema or roles, and so another database than that of the project, maybe. */
export function namesSomething({ schema, roles }: NameOptions): boolean {
  return schema !== undefined || roles !== undefined
}

/** The options with these names, unless they name something themselves. */
export function withNames<Options extends NameOptions>(options: Options, names: Names | undefined): Options {
  if (names === undefined || namesSomething(options)) return options
  const { schema, ...roles } = names
  return { ...options, schema, roles }
}
