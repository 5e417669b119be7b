import { defaultNames } from '@rowauth/core/internal'
import { assertOneWay } from '../adoption/assert-one-way.js'
import { CliError } from '../cli-error.js'
import type { InitOptions } from '../commands/init.js'
import { findAdoption } from '../migrations/find-adoption.js'
import { openMigrations } from '../migrations/open-migrations.js'
import type { Migrations } from '../migrations/read-migrations.js'
import { recogniseDatabase } from '../recognising/recognise-database.js'
import { recogniseMigrations } from '../recognising/recognise-migrations.js'
import type { Report } from '../terminal/report.js'
import type { Terminal } from '../terminal/terminal.js'
import { adopt } from './adopt.js'
import { install } from './install.js'
import { move } from './move.js'
import type { Place, Situation } from './situation.js'
import { withProjectDatabase } from './with-project-database.js'

/**
 * Finds out what a project has, and installs, adopts or moves accordingly.
 *
 * @throws {CliError} `migrations_inconsistent`, `already_adopted`, `usage`, and what each of the three throws
 */
export async function initialise(terminal: Terminal, options: InitOptions): Promise<Report> {
  assertOneWay(options)
  const { project, migrations } = await openMigrations(terminal, options)
  return await withProjectDatabase(project, options, terminal, (client, database) =>
    initialiseIn({ project, migrations, client, database }, options),
  )
}

async function initialiseIn(place: Place, options: InitOptions): Promise<Report> {
  const { migrations, client } = place
  // Whoever names a schema wants the auth schema under that name, whatever there is beside it.
  if (options.schema !== undefined && !options.adopt && !options.move) return await install(options, place)
  const schema = options.schema ?? defaultNames.schema
  const found = client && (await recogniseDatabase(client, schema))
  // What the database shows overrules the migrations; one without policies has not seen them yet.
  const isConclusive = found !== undefined && (found.isInstalled || found.hasPolicies)
  const recognised = found?.recognised ?? (isConclusive ? undefined : recogniseMigrations(migrations, schema))
  const situation: Situation = { ...place, recognised, isInDatabase: found?.recognised !== undefined }
  if (found?.isInstalled && (options.adopt || options.move)) {
    throw new CliError(
      'already_installed',
      `The database has the auth schema of rowauth already: ${schema}.`,
      {
        hint: 'There is nothing to adopt or to move. Compare it with "rowauth check --url".',
      },
    )
  }
  if (options.move) return await move(options, situation)
  assertNotAdopted(migrations, options)
  const isInstalled = migrations.list.some(({ auth }) => auth?.names.schema === schema)
  if (!isInstalled && (options.adopt || recognised !== undefined)) return await adopt(options, situation)
  return await install(options, situation)
}

function assertNotAdopted(migrations: Migrations, options: InitOptions): void {
  const adopting = findAdoption(migrations, options)
  if (adopting === undefined) return
  throw new CliError('already_adopted', `${adopting.file} has adopted what is there already.`, {
    hint:
      'Run "rowauth check" to compare it' +
      (adopting.adoption.kind === 'pg_session_jwt' || adopting.adoption.kind === 'functions'
        ? ', or "rowauth init --move" to put the auth schema in its place.'
        : '.'),
  })
}
