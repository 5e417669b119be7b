import { defaultNames } from '@rowauth/core/internal'
import { isAuthSchemaMark } from '../database/installed-schema.js'
import type { DoctorClient } from '../doctor/doctor-client.js'
import type { Adoption } from './adoption.js'
import { readAdoptionMark } from './adoption-mark.js'

/** An adoption as a database is marked with it. */
export type InstalledAdoption = Adoption & { readonly version: number }

interface Row {
  readonly name: string
  readonly comment: string | null
  /** Nobody else may say what holds here: whoever may create schemas could make a mark. */
  readonly trusted: boolean
}

/**
 * What a database has adopted; undefined where another schema is asked for, or the auth schema of rowauth has taken
 * its place. A mark counts where it belongs to the owner of the database, to a superuser, or to whoever asks.
 */
export async function readAdoption(
  client: DoctorClient,
  { schema }: { readonly schema?: string },
): Promise<InstalledAdoption | undefined> {
  const { rows } = await client.query(
    `select n.nspname as name, pg_catalog.obj_description(n.oid, 'pg_namespace') as comment,
       r.rolsuper or r.rolname = current_user or n.nspowner = d.datdba as trusted
     from pg_catalog.pg_namespace n
       join pg_catalog.pg_roles r on r.oid = n.nspowner
       join pg_catalog.pg_database d on d.datname = pg_catalog.current_database()`,
  )
  const schemas = new Map((rows as Row[]).map((row) => [row.name, row]))
  const mark = schemas.get('rowauth')
  const adoption = mark?.trusted === true ? readAdoptionMark(mark.comment) : undefined
  if (adoption === undefined) return undefined
  const { names } = adoption
  if ((schema ?? names.schema) !== names.schema) return undefined
  const isOurs = [names.schema, schema ?? defaultNames.schema].some((name) =>
    isAuthSchemaMark(schemas.get(name)?.comment),
  )
  return isOurs ? undefined : adoption
}
