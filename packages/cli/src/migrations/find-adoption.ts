import type { NameOptions } from '../options/names.js'
import type { AdoptionMigration } from './adoption-migration.js'
import type { Migration, Migrations } from './read-migrations.js'

/** A migration that adopts something. */
export type AdoptingMigration = Migration & { readonly adoption: AdoptionMigration }

/**
 * The adoption that migrations end with: the last one, unless the auth schema was moved to afterwards, or another
 * schema is asked for.
 */
export function findAdoption({ list }: Migrations, { schema }: NameOptions): AdoptingMigration | undefined {
  const latest = list.findLast(
    (migration): migration is AdoptingMigration => migration.adoption !== undefined,
  )
  if (latest === undefined) return undefined
  const { names } = latest.adoption
  if (schema !== undefined && schema !== names.schema) return undefined
  const later = list.slice(list.indexOf(latest) + 1)
  return later.some(({ auth }) => auth?.moves === true && auth.names.schema === names.schema)
    ? undefined
    : latest
}
