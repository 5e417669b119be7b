import { CliError } from '../cli-error.js'
import { differingName, type NameOptions, type Names } from '../options/names.js'
import type { AuthMigration } from './auth-migration.js'
import type { Migration, Migrations } from './read-migrations.js'

/** A migration that rowauth wrote. */
export type InstallingMigration = Migration & { readonly auth: AuthMigration }

/** The migrations that install one auth schema, oldest first. */
export interface Installation {
  readonly names: Names
  readonly migrations: readonly InstallingMigration[]
  readonly latest: InstallingMigration
}

/**
 * Finds the auth schema that the migrations install: the one that is called as the options say, or the only one.
 *
 * @returns undefined when there is none
 * @throws {CliError} `usage` when there are several to choose from, `names_differ` when the roles are others
 */
export function findInstallation({ list }: Migrations, options: NameOptions): Installation | undefined {
  const all = list.filter((migration): migration is InstallingMigration => migration.auth !== undefined)
  const schemas = new Set(all.map(({ auth }) => auth.names.schema))
  if (options.schema === undefined && schemas.size > 1) {
    throw new CliError('usage', `The migrations install several auth schemas: ${[...schemas].join(', ')}.`, {
      hint: 'Name one with --schema.',
    })
  }
  const migrations = all.filter(
    ({ auth }) => options.schema === undefined || auth.names.schema === options.schema,
  )
  const latest = migrations.at(-1)
  if (latest === undefined) return undefined
  const { names } = latest.auth
  const role = differingName(options, names)
  if (role !== undefined) {
    throw new CliError('names_differ', `${latest.file} has another name for the role ${role} than --roles.`, {
      hint: 'Leave out --roles; the names are those of the migration.',
    })
  }
  return { names, migrations, latest }
}
