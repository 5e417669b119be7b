import { type HandWrittenKind, handWrittenProject } from '../projects/hand-written.js'
import { readSql } from '../support/read-sql.js'
import { type ReplayOptions, replay } from '../support/replay.js'
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
    async createDatabase(options: ReplayOptions = {}) {
      const database = await server.createDatabase(owner)
      await replay(handWrittenProject(kind), database.as(owner), options)
      const rows = kind.startsWith('tenant') ? 'seed-tenant' : `seed-${kind}`
      await server.query(database.superuser, readSql(`${folder}/${rows}`))
      return { ...database, owner: database.as(owner) }
    },
    close: server.close,
  }
}
