import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import { authMigrationBody } from '../migrations/auth-migration.js'
import { findAdoption } from '../migrations/find-adoption.js'
import { findInstallation, type Installation } from '../migrations/find-installation.js'
import { findObstacle } from '../migrations/obstacles.js'
import type { Migrations } from '../migrations/read-migrations.js'
import { type NameOptions, roleNames } from '../options/names.js'
import type { VerificationOptions } from '../options/verification.js'
import type { Discrepancy } from '../terminal/discrepancy.js'
import { checkAdoption } from './check-adoption.js'
import { editedMigrations } from './edited-migrations.js'
import { undoneLater } from './undone-later.js'

/** What is wrong with the auth schema of a project's migrations, compared with this version. */
export function checkMigrations(
  migrations: Migrations,
  options: NameOptions & VerificationOptions,
): Discrepancy[] {
  const discrepancies: Discrepancy[] = migrations.problems.map((message) => ({
    code: 'migrations_inconsistent',
    object: 'migrations folder',
    message,
  }))
  const adopting = findAdoption(migrations, options)
  if (adopting !== undefined) {
    // An auth schema beside it, under another name, is looked at as well.
    const beside = new Set(migrations.list.flatMap(({ auth }) => auth?.names.schema ?? []))
    beside.delete(adopting.adoption.names.schema)
    return [
      ...discrepancies,
      ...checkAdoption(migrations, adopting, options),
      ...[...beside].flatMap((schema) =>
        checkMigrations({ ...migrations, problems: [] }, { ...options, schema }),
      ),
    ]
  }
  const installation = findInstallation(migrations, options)
  if (installation === undefined) {
    const message = 'The migrations install no auth schema.'
    return [
      ...discrepancies,
      {
        ...{ code: 'not_installed', object: 'migrations folder', message },
        hint: 'Run "rowauth init". Where the application installs it in code, check its databases: "rowauth check --url".',
      },
    ]
  }
  return [
    ...discrepancies,
    ...editedMigrations(installation.migrations.map(({ file, auth: { isIntact } }) => ({ file, isIntact }))),
    ...versionOf(installation),
    ...verificationOf(installation, options),
    ...earlierPolicies(migrations, installation),
    ...undoneLater(migrations, installation.latest, installation.names),
  ]
}

function versionOf({ latest: { file, auth }, migrations }: Installation): Discrepancy[] {
  const { version, body, isIntact } = auth
  if (version < AUTH_SCHEMA_VERSION) {
    const message = `The migrations end with version ${version}; this rowauth has version ${AUTH_SCHEMA_VERSION}.`
    return [{ code: 'outdated', object: file, message, hint: 'Run "rowauth upgrade", then migrate.' }]
  }
  if (version > AUTH_SCHEMA_VERSION) {
    const message = `Version ${version} is newer than this rowauth, which has version ${AUTH_SCHEMA_VERSION}.`
    return [{ code: 'newer_version', object: file, message, hint: 'Update the package rowauth.' }]
  }
  if (isIntact && body !== authMigrationBody(auth, migrations.at(-2)?.auth.verification)) {
    const message = 'The SQL is not that of this rowauth, though the version is the same.'
    return [{ code: 'migration_differs', object: file, message, hint: 'Use a released version of rowauth.' }]
  }
  return []
}

function verificationOf({ latest }: Installation, { verification }: VerificationOptions): Discrepancy[] {
  const { file, auth } = latest
  if (verification === undefined || verification === auth.verification) return []
  const message = `The migrations end with verification by the ${auth.verification}, not by the ${verification}.`
  const hint = `Run "rowauth upgrade --verification ${verification}", once a live database was switched.`
  return [{ code: 'verification_differs', object: file, message, hint }]
}

function earlierPolicies({ list }: Migrations, { names, migrations }: Installation): Discrepancy[] {
  const discrepancies: Discrepancy[] = []
  const madeRoles = new Set<string>()
  const [first] = migrations
  // What it takes the place of was there before it.
  if (first?.auth.moves === true) return []
  for (const { file, text, auth } of list) {
    if (file === first?.file) break
    if (auth !== undefined) {
      for (const role of roleNames(auth.names)) madeRoles.add(role)
      continue
    }
    const obstacle = findObstacle(text, names, madeRoles)
    if (obstacle !== undefined) {
      const message = `It ${obstacle.what} before the auth schema is installed: on an empty database that fails.`
      discrepancies.push({ code: obstacle.code, object: file, message })
    }
  }
  return discrepancies
}
