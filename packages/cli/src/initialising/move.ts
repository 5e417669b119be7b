import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import { adoptedNames } from '../adoption/adopted-names.js'
import type { InitOptions } from '../commands/init.js'
import { tryStatements } from '../database/try-statements.js'
import { addMigration } from '../migrations/add-migration.js'
import { renderAuthMigration } from '../migrations/auth-migration.js'
import { findAdoption } from '../migrations/find-adoption.js'
import { assertMovable } from '../moving/assert-movable.js'
import { findDependents } from '../moving/find-dependents.js'
import { moveTrial } from '../moving/move-statements.js'
import { readNames } from '../options/names.js'
import { configNotes } from '../project/notes.js'
import type { Report } from '../terminal/report.js'
import type { Situation } from './situation.js'
import { databaseNotes } from './with-project-database.js'

/**
 * Adds a migration that puts the auth schema in the place of an extension, or of functions made by hand.
 *
 * @throws {CliError} `nothing_to_move`, `move_blocked`, `would_fail`, `roles_unknown`, `usage`, `kit_failed`
 */
export async function move(
  options: InitOptions,
  { project, migrations, client, database, recognised, isInDatabase }: Situation,
): Promise<Report> {
  const { verification = 'application', grants = false, dryRun = false } = options
  const adopted = findAdoption(migrations, options)?.adoption
  const kind = recognised?.kind ?? adopted?.kind
  assertMovable(kind, recognised?.settings ?? adopted?.settings ?? [])
  const names = readNames(
    options,
    adopted?.names ?? adoptedNames(recognised ?? { kind, roles: [], users: [], evidence: '' }, options),
  )
  const dependents = client && (await findDependents(client, names.schema))
  // Not the whole of it, which would lock tables in use.
  if (client !== undefined && isInDatabase) await tryStatements(client, moveTrial(names))
  const content = renderAuthMigration({ names, verification, moves: true, grants })
  const migration = dryRun ? null : await addMigration(project, 'rowauth_move', content)
  const notes = [...configNotes(project, names), ...databaseNotes[database]]
  return {
    ok: true,
    json: {
      ...{ migration, version: AUTH_SCHEMA_VERSION, moves: kind, names, verification },
      ...{ dependents: dependents ?? null, kit: project.kit.version, database, notes },
    },
    text: (style) =>
      [
        ...(recognised === undefined ? [] : [recognised.evidence]),
        ...(dependents === undefined ? [] : dependentLines(dependents)),
        '',
        migration === null
          ? `${style.warning('note')} A dry run: a migration would move them to the auth schema, version ${AUTH_SCHEMA_VERSION}.`
          : `${style.good('ok')} ${migration} moves to the auth schema, version ${AUTH_SCHEMA_VERSION}, in one transaction.`,
        ...notes.map((note) => `${style.warning('note')} ${note}`),
        '',
        'Next:',
        '  npx drizzle-kit migrate   (as the owner of the tables; try it on a branch or a copy first)',
        `  alter role ${names.authenticator} login password '…'   (in SQL, not in a migration)`,
        ...(kind === 'pg_session_jwt'
          ? ['  a new database: npx rowauth apply --url first, then the migrations']
          : []),
        '',
      ].join('\n'),
  }
}

function dependentLines(dependents: readonly string[]): string[] {
  if (dependents.length === 0) return ['Nothing depends on the functions.']
  return [
    'These call them, and will call those of the auth schema, unchanged:',
    ...dependents.map((each) => `  ${each}`),
  ]
}
