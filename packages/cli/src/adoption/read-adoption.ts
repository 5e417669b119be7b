import type { DoctorClient } from '../doctor/doctor-client.js'
import type { Adoption } from './adoption.js'
import { readAdoptionMark } from './adoption-mark.js'

/** An adoption as a database is marked with it. */
export type InstalledAdoption = Adoption & { readonly version: number }

/**
 * What a database has adopted; undefined where another schema is asked for, or the auth schema of rowauth has taken
 * its place.
 */
export async function readAdoption(
  client: DoctorClient,
  { schema }: { readonly schema?: string },
): Promise<InstalledAdoption | undefined> {
  const adoption = readAdoptionMark(await commentOf(client, 'rowauth'))
  if (adoption === undefined || (schema ?? adoption.names.schema) !== adoption.names.schema) return undefined
  const mark = await commentOf(client, adoption.names.schema)
  return mark?.startsWith('rowauth auth schema, version ') === true ? undefined : adoption
}

async function commentOf(client: DoctorClient, schema: string): Promise<string | null> {
  const { rows } = await client.query(
    `select pg_catalog.obj_description(n.oid, 'pg_namespace') as comment
     from pg_catalog.pg_namespace n where n.nspname = $1`,
    [schema],
  )
  return (rows as { comment: string | null }[])[0]?.comment ?? null
}
