import { authSchemaSql } from '@rowauth/core'
import { findAdoption } from '../migrations/find-adoption.js'
import { findInstallation } from '../migrations/find-installation.js'
import type { Migrations } from '../migrations/read-migrations.js'
import { type NameOptions, readNames } from '../options/names.js'
import { pgSessionJwtStandInsSql, supabaseStandInsSql } from './generated.js'

/** What has to be in an empty database before the migrations of a project can run in it. */
export function prerequisites(migrations: Migrations, options: NameOptions): string[] {
  const named = options.schema === undefined ? {} : { schema: options.schema }
  const adoption = findAdoption(migrations, named)?.adoption
  if (adoption?.kind === 'supabase') return [supabaseStandInsSql]
  if (adoption?.kind === 'pg_session_jwt') return [pgSessionJwtStandInsSql]
  if (adoption !== undefined) return []
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
