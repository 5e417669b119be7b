import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import { Command } from 'commander'
import type { Cli } from '../cli.js'
import { CliError } from '../cli-error.js'
import { assertDatabaseReady } from '../database/assert-database-ready.js'
import { withDatabase } from '../database/with-database.js'
import { addMigration } from '../migrations/add-migration.js'
import { assertInstallable } from '../migrations/assert-installable.js'
import { type AuthSchema, renderAuthMigration } from '../migrations/auth-migration.js'
import { readMigrations } from '../migrations/read-migrations.js'
import { addNameOptions, type NameOptions, readNames } from '../options/names.js'
import { readUrl, type UrlOptions, urlOption } from '../options/url.js'
import { type VerificationOptions, verificationOption } from '../options/verification.js'
import { configNotes } from '../project/notes.js'
import { type ConfigOptions, configOption, openProject, type Project } from '../project/open-project.js'
import type { Terminal } from '../terminal/terminal.js'

type InitOptions = NameOptions & UrlOptions & ConfigOptions & VerificationOptions

/** `rowauth init`: the auth schema as a migration of a drizzle-kit project. */
export function initCommand(cli: Cli): Command {
  return addNameOptions(new Command('init').addOption(configOption()).addOption(urlOption()))
    .addOption(verificationOption('who verifies the tokens').default('application'))
    .description('Add the auth schema to the migrations of a drizzle-kit project.')
    .action(
      cli.action(async ({ verification = 'application', ...options }: InitOptions) => {
        const names = readNames(options)
        const project = await openProject(cli.terminal, options)
        assertInstallable(await readMigrations(project.migrationsFolder), names)
        const database = await lookAtDatabase(project, options, { names, verification }, cli.terminal)
        const content = renderAuthMigration({ names, verification })
        const migration = await addMigration(project, 'rowauth_auth_schema', content)
        const notes = [...configNotes(project, names), ...databaseNotes[database]]
        return {
          ok: true,
          json: {
            ...{ migration, version: AUTH_SCHEMA_VERSION, names, verification },
            ...{ kit: project.kit.version, database, notes },
          },
          text: (style) =>
            [
              `${style.good('ok')} ${migration} installs the auth schema, version ${AUTH_SCHEMA_VERSION}.`,
              ...notes.map((note) => `${style.warning('note')} ${note}`),
              '',
              'Next:',
              '  npx drizzle-kit migrate',
              ...(verification === 'database' ? [syncHint] : []),
              `  alter role ${names.authenticator} login password '…'   (in SQL, as the owner; not in a migration)`,
              '  write policies with crudPolicy() of @rowauth/drizzle, then: npx drizzle-kit generate',
              '',
            ].join('\n'),
        }
      }),
    )
}

const syncHint =
  '  npx rowauth jwks sync --url --jwks … --issuer … --audience …   (and again from time to time)'

type DatabaseState = 'checked' | 'unreachable' | 'not configured'

const databaseNotes: Readonly<Record<DatabaseState, readonly string[]>> = {
  checked: [],
  unreachable: ['The database of the config cannot be reached, so only the migrations were looked at.'],
  'not configured': ['No database was looked at, only the migrations: give one with --url to be sure.'],
}

/** A database that was asked for must answer; the one of the config may be away. */
async function lookAtDatabase(
  project: Project,
  options: UrlOptions,
  schema: AuthSchema,
  terminal: Terminal,
): Promise<DatabaseState> {
  const isGiven = options.url !== undefined
  const database = isGiven ? readUrl(options, terminal) : project.config.database
  if (database === undefined) return 'not configured'
  try {
    await withDatabase(database, (client) => assertDatabaseReady(client, schema))
    return 'checked'
  } catch (error) {
    if (isGiven || !(error instanceof CliError) || error.code !== 'database_unreachable') throw error
    return 'unreachable'
  }
}
