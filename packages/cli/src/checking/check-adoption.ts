import { adoptionVersion } from '../adoption/adoption-mark.js'
import { adoptionMigrationBody } from '../migrations/adoption-migration.js'
import type { AdoptingMigration } from '../migrations/find-adoption.js'
import type { Migrations } from '../migrations/read-migrations.js'
import type { VerificationOptions } from '../options/verification.js'
import type { Discrepancy } from '../terminal/discrepancy.js'
import { editedMigrations } from './edited-migrations.js'
import { undoneLater } from './undone-later.js'

/** What is wrong with what a project's migrations adopt. */
export function checkAdoption(
  migrations: Migrations,
  latest: AdoptingMigration,
  { verification }: VerificationOptions,
): Discrepancy[] {
  return [
    ...editedMigrations(migrations.list.filter(({ adoption }) => adoption !== undefined)),
    ...stateOf(latest),
    ...(verification === 'database' ? [notByDatabase(latest)] : []),
    ...undoneLater(migrations, latest, latest.adoption.names),
  ]
}

function stateOf({ file, adoption }: AdoptingMigration): Discrepancy[] {
  const { version, body, isIntact } = adoption
  if (version > adoptionVersion) {
    const message = `Version ${version} of an adoption is newer than this rowauth.`
    return [{ code: 'newer_version', object: file, message, hint: 'Update the package rowauth.' }]
  }
  if (!isIntact || body === adoptionMigrationBody(adoption)) return []
  const message = 'The SQL is not what this rowauth adopts with.'
  return [{ code: 'outdated', object: file, message, hint: 'Run "rowauth upgrade", then migrate.' }]
}

function notByDatabase({ file, adoption: { kind } }: AdoptingMigration): Discrepancy {
  return {
    code: 'verification_differs',
    object: file,
    message: `The application verifies the tokens: what was adopted (${kind}) does not.`,
    hint: 'Run "rowauth init --move --verification database".',
  }
}
