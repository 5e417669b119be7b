import { readFileSync } from 'node:fs'
import { type NeonDependent, neonRlsProject } from '../projects/neon-rls.js'
import { readSql } from '../support/read-sql.js'
import { type ReplayOptions, replay } from '../support/replay.js'
import { openRoadServer, type RoadServerOptions } from '../support/road-server.js'
import type { Viewpoint } from '../support/viewpoint.js'

const folder = 'databases/neon-rls'
const owner = 'neondb_owner'
const platform = 'cloud_admin'

export interface NeonRlsOptions extends Pick<RoadServerOptions, 'version'> {
  /**
   * Who makes `authenticated` and `anonymous`. `owner`: `neondb_owner`, who has ADMIN on them then. `platform`: Neon's
   * console, as its superuser; from PostgreSQL 16 on the owner may not grant them to anybody. The default.
   */
  readonly requestRoles?: 'owner' | 'platform'
}

export interface NeonRlsDatabaseOptions extends ReplayOptions {
  /** What depends on the extension beside the table of todos. */
  readonly dependents?: readonly NeonDependent[]
  /**
   * Who runs `create extension`. Schema and functions are the superuser's either way, and the extension itself is of
   * whoever runs this: the platform's is not the owner's to drop. Default: `owner`.
   */
  readonly extension?: 'owner' | 'platform'
}

/** As whom the application's requests run. */
export const neonViewpoints: readonly Viewpoint[] = [
  { name: 'alice', role: 'authenticated', settings: claims({ sub: 'alice', org: 'acme' }) },
  { name: 'bob', role: 'authenticated', settings: claims({ sub: 'bob', org: 'globex' }) },
  {
    name: 'carol, whose id is a UUID',
    role: 'authenticated',
    settings: claims({ sub: '00000000-0000-4000-8000-00000000ca01' }),
  },
  { name: 'a visitor', role: 'anonymous', settings: {} },
]

function claims(value: object): Record<string, string> {
  return { 'request.jwt.claims': JSON.stringify(value) }
}

/**
 * A server as Neon has one: `cloud_admin` is its superuser, `neondb_owner` owns the databases and everything that the
 * project makes, and `pg_session_jwt` is there to be created.
 */
export async function openNeonRls({ version, requestRoles = 'platform' }: NeonRlsOptions = {}) {
  const server = await openRoadServer({ version, superuser: platform })
  const read = (file: string) => readFileSync(new URL(`./neon-rls/${file}`, import.meta.url), 'utf8')
  const files = ['pg_session_jwt.control', 'pg_session_jwt--0.5.0.sql']
  await server.installExtension(Object.fromEntries(files.map((file) => [file, read(file)])))
  await server.query(server.superuserUrl, readSql(`${folder}/roles`))
  const maker = requestRoles === 'owner' ? `set role ${owner};` : ''
  await server.query(server.superuserUrl, `${maker} ${readSql(`${folder}/request-roles`)}`)
  await server.query(server.superuserUrl, 'create role reporting nologin')

  return {
    server,
    /** Makes a database with an application on Neon RLS in it: the migrations of {@link neonRlsProject} and some rows. */
    async createDatabase(options: NeonRlsDatabaseOptions = {}) {
      const { dependents = [], extension = 'owner' } = options
      const database = await server.createDatabase(owner)
      const [superuserUrl, ownerUrl] = [database.superuser, database.as(owner)]
      await server.query(extension === 'owner' ? ownerUrl : superuserUrl, 'create extension pg_session_jwt')
      // Neon's compute does this for the roles that log in with tokens; the owner of the database could not.
      await server.query(superuserUrl, 'grant usage on schema auth to authenticated, anonymous')
      if (dependents.includes('reporting-role')) {
        await server.query(superuserUrl, 'grant usage on schema auth to reporting')
      }
      await server.query(ownerUrl, readSql(`${folder}/grants`))
      await replay(neonRlsProject({ dependents }), ownerUrl, options)
      await server.query(ownerUrl, readSql(`${folder}/seed`))
      return { ...database, owner: ownerUrl }
    },
    close: server.close,
  }
}
