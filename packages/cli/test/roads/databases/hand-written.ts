import { type HandWrittenKind, handWrittenProject } from '../projects/hand-written.js'
import { statementsOf } from '../support/migration-text.js'
import { readSql } from '../support/read-sql.js'
import { openRoadServer, type RoadServerOptions } from '../support/road-server.js'
import { handWrittenViewpoints } from './hand-written/viewpoints.js'

const folder = 'databases/hand-written'

/**
 * A server for an application that sets its claims by hand. The owner of the database, who is no superuser, makes the
 * roles and everything else.
 */
export async function openHandWritten(
  kind: HandWrittenKind,
  { version }: Pick<RoadServerOptions, 'version'> = {},
) {
  const onNeon = kind === 'neon-transaction'
  const owner = onNeon ? 'neondb_owner' : 'app_owner'
  const server = await openRoadServer({ version, superuser: onNeon ? 'cloud_admin' : 'postgres' })
  await server.query(server.superuserUrl, readSql(onNeon ? 'databases/neon-rls/roles' : `${folder}/owner`))
  if (kind !== 'tenant-owner') {
    await server.query(server.superuserUrl, `set role ${owner}; ${readSql(`${folder}/${kind}`)}`)
  }

  return {
    server,
    viewpoints: handWrittenViewpoints[kind],
    /** Makes a database with the application in it: the migrations of {@link handWrittenProject} and some rows. */
    async createDatabase() {
      const database = await server.createDatabase(owner)
      for (const migration of handWrittenProject(kind).migrations) {
        for (const statement of statementsOf(migration)) await server.query(database.as(owner), statement)
      }
      const rows = kind.startsWith('tenant') ? 'seed-tenant' : `seed-${kind}`
      await server.query(database.superuser, readSql(`${folder}/${rows}`))
      return { ...database, owner: database.as(owner) }
    },
    close: server.close,
  }
}
