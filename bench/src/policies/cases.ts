import { authUserId, claim, inClaim, ownedBy } from '@rowauth/drizzle'
import { eq, exists, inArray, type SQL, sql } from 'drizzle-orm'
import { integer, pgTable, QueryBuilder, text, uuid } from 'drizzle-orm/pg-core'
import { organizationId, userName } from './database.js'

const documents = pgTable('documents', {
  id: integer().primaryKey(),
  userId: text('user_id').notNull(),
  orgId: uuid('org_id').notNull(),
  folderId: integer('folder_id').notNull(),
  body: text().notNull(),
})
const members = pgTable('members', { userId: text('user_id').notNull(), orgId: uuid('org_id').notNull() })
const folderPaths = pgTable('folder_paths', {
  ancestorId: integer('ancestor_id').notNull(),
  folderId: integer('folder_id').notNull(),
})
const folderGrants = pgTable('folder_grants', {
  userId: text('user_id').notNull(),
  folderId: integer('folder_id').notNull(),
})

const query = new QueryBuilder()
const myOrganizations = query.select({ id: members.orgId }).from(members).where(ownedBy(members.userId))
const myFolders = query
  .select({ id: folderPaths.folderId })
  .from(folderGrants)
  .innerJoin(folderPaths, eq(folderPaths.ancestorId, folderGrants.folderId))
  .where(ownedBy(folderGrants.userId))

/** A policy, and the `where` that somebody would write in its place. */
export interface PolicyCase {
  readonly name: string
  readonly policy: SQL
  readonly claims: Readonly<Record<string, unknown>>
  readonly where: string
  /** Looks at every row: measured less often. */
  readonly isSlow?: true
}

const me = userName(4711)
const mine = { sub: me }
const organizations = (count: number) => Array.from({ length: count }, (_, n) => organizationId(n * 7))
const inList = (count: number) => `org_id = any('{${organizations(count).join(',')}}'::uuid[])`
const membership = `org_id in (select org_id from members where user_id = '${me}')`

function list(count: number): PolicyCase {
  return {
    name: `\`inClaim\`, ${count} in the list`,
    policy: inClaim(documents.orgId, 'orgs'),
    claims: { ...mine, orgs: organizations(count) },
    where: inList(count),
  }
}

export const cases: readonly PolicyCase[] = [
  { name: '`ownedBy`', policy: ownedBy(documents.userId), claims: mine, where: `user_id = '${me}'` },
  list(1),
  list(10),
  list(1000),
  {
    name: 'membership: `= any (array (myOrganizations))`',
    policy: sql`${documents.orgId} = any(array${myOrganizations})`,
    claims: mine,
    where: membership,
  },
  {
    name: 'hierarchy: `= any (array (myFolders))`',
    policy: sql`${documents.folderId} = any(array${myFolders})`,
    claims: mine,
    where:
      'folder_id in (select p.folder_id from folder_grants g join folder_paths p on p.ancestor_id = g.folder_id ' +
      `where g.user_id = '${me}')`,
  },
  {
    name: 'not so: `inArray(column, myOrganizations)`',
    policy: inArray(documents.orgId, myOrganizations),
    claims: mine,
    where: membership,
    isSlow: true,
  },
  {
    name: 'not so: `exists` that names the row',
    policy: exists(
      query
        .select({ one: sql`1` })
        .from(members)
        .where(sql`${members.orgId} = ${documents.orgId} and ${members.userId} = ${authUserId()}`),
    ),
    claims: mine,
    where: membership,
    isSlow: true,
  },
  {
    name: 'not so: `?` over jsonb, 10 in the list',
    policy: sql`${claim('orgs', { as: 'jsonb' })} ? ${documents.orgId}::text`,
    claims: { ...mine, orgs: organizations(10) },
    where: inList(10),
    isSlow: true,
  },
  {
    name: 'not so: a function called with the row',
    policy: sql`is_member(${documents.orgId})`,
    claims: mine,
    where: membership,
    isSlow: true,
  },
]
