import { authSchemaSql } from '@rowauth/core'
import type { AdoptionKind } from '../../adoption/adoption.js'
import { findAdoption } from '../../migrations/find-adoption.js'
import { findInstallation } from '../../migrations/find-installation.js'
import type { Migrations } from '../../migrations/read-migrations.js'
import { type NameOptions, readNames } from '../../options/names.js'
import { pgSessionJwtStandInsSql, supabaseStandInsSql } from '../generated.js'

/**
 * What has to be in an empty database before the migrations of a project can run in it.
 *
 * @param adopted - whose functions the database in question has adopted, where that was done without a migration
 */
export function prerequisites(
  migrations: Migrations,
  options: NameOptions,
  adopted: AdoptionKind | undefined,
): string[] {
  const named = options.schema === undefined ? {} : { schema: options.schema }
  const kind = findAdoption(migrations, named)?.adoption.kind ?? adopted
  if (kind === 'supabase') return [supabaseStandInsSql]
  if (kind === 'pg_session_jwt') return [pgSessionJwtStandInsSql]
  if (kind !== undefined) return []
  const installation = findInstallation(migrations, named)
  // What a move puts the auth schema in the place of was installed by hand, or by migrations before it.
  if (installation?.migrations[0]?.auth.moves === true) {
    return migrations.list.some(({ text }) => /create\s+extension[^;]*pg_session_jwt/i.test(text))
      ? [pgSessionJwtStandInsSql]
      : []
  }
  if (installation !== undefined) return []
  const { schema, ...roles } = readNames(options)
  return [authSchemaSql({ schema, roles })]
}
