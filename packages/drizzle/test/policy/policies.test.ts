import { anonymousRole, authenticatedRole, authUserId, claim, crudPolicy, ownedBy } from '@rowauth/drizzle'
import { eq, sql } from 'drizzle-orm'
import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, openDatabase, sqlState, user, visitor } from './support/database.js'

const own = pgTable(
  'own',
  { id: integer().primaryKey(), userId: text('user_id').notNull().default(authUserId()), title: text() },
  (t) => [
    index().on(t.userId),
    ...crudPolicy({ role: authenticatedRole, read: ownedBy(t.userId), modify: ownedBy(t.userId) }),
  ],
)

/** Everyone reads what is public and inserts under the own name; the owner edits, and may give a row away. */
const shared = pgTable(
  'shared',
  { id: integer().primaryKey(), userId: text('user_id').notNull(), visibility: text().notNull() },
  (t) => [
    ...crudPolicy({ role: [authenticatedRole, anonymousRole], read: eq(t.visibility, 'public') }),
    ...crudPolicy({
      role: authenticatedRole,
      read: ownedBy(t.userId),
      insert: ownedBy(t.userId),
      update: { using: ownedBy(t.userId), check: sql`${t.visibility} in ('public', 'private')` },
    }),
  ],
)

const strict = pgTable(
  'strict',
  { id: integer().primaryKey(), tenantId: uuid('tenant_id').notNull(), userId: text('user_id').notNull() },
  (t) => [
    ...crudPolicy({ role: authenticatedRole, read: ownedBy(t.userId), modify: ownedBy(t.userId) }),
    ...crudPolicy({
      role: authenticatedRole,
      as: 'restrictive',
      read: eq(t.tenantId, claim('tenant_id', { as: 'uuid' })),
      modify: eq(t.tenantId, claim('tenant_id', { as: 'uuid' })),
    }),
  ],
)

const onlyRestrictive = pgTable('only_restrictive', { id: integer().primaryKey() }, () => [
  ...crudPolicy({ role: authenticatedRole, read: true, as: 'restrictive' }),
])

const writeOnly = pgTable('write_only', { id: integer().primaryKey(), note: text() }, () => [
  ...crudPolicy({ role: authenticatedRole, read: null, modify: true }),
])

const tenants = { a: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff', b: '0190163d-8694-739b-aea5-966c26f8ad90' }
const denied = '42501'

let database: Database

beforeAll(async () => {
  database = await openDatabase({ own, shared, strict, onlyRestrictive, writeOnly })
  await database.client.query(`
    insert into own (id, user_id) values (1, 'alice'), (2, 'alice'), (3, 'bob');
    insert into shared values (1, 'alice', 'private'), (2, 'alice', 'public'), (3, 'bob', 'private');
    insert into strict values (1, '${tenants.a}', 'alice'), (2, '${tenants.b}', 'alice'), (3, '${tenants.a}', 'bob');
    insert into only_restrictive values (1);
    insert into write_only values (1, 'x');
  `)
})
afterAll(() => database.close())

/** The ids that this user reads, or changes. */
const ids = (rows: { id: number }[]) => rows.map(({ id }) => id).sort()

const readable = (table: typeof own | typeof shared | typeof strict | typeof onlyRestrictive) =>
  database.db.select({ id: table.id }).from(table).then(ids)

const attempt = (who: Parameters<Database['as']>[0], run: () => PromiseLike<unknown>) =>
  database.as(who, () => sqlState(run()))

describe('rows of their owner', () => {
  test('are read by the owner alone', async () => {
    expect(await database.as(user('alice'), () => readable(own))).toEqual([1, 2])
    expect(await database.as(user('bob'), () => readable(own))).toEqual([3])
    expect(await database.as(user('carol'), () => readable(own))).toEqual([])
    expect(await database.as({ claims: {} }, () => readable(own))).toEqual([])
    expect(await database.as(visitor, () => readable(own))).toEqual([])
  })

  test('are inserted by the owner alone', async () => {
    expect(await attempt(user('alice'), () => database.db.insert(own).values({ id: 9 }))).toBe('no error')
    expect(await attempt(user('alice'), () => database.db.insert(own).values({ id: 9, userId: 'bob' }))).toBe(
      denied,
    )
    expect(await attempt(visitor, () => database.db.insert(own).values({ id: 9, userId: 'bob' }))).toBe(
      denied,
    )
    expect(await attempt(visitor, () => database.db.insert(own).values({ id: 9 }))).toBe(denied)
  })

  test('are updated and deleted by the owner alone', async () => {
    const change = () => database.db.update(own).set({ title: 'x' }).returning({ id: own.id }).then(ids)
    const remove = () => database.db.delete(own).returning({ id: own.id }).then(ids)
    for (const run of [change, remove]) {
      expect(await database.as(user('alice'), run)).toEqual([1, 2])
      expect(await database.as(user('carol'), run)).toEqual([])
      expect(await database.as(visitor, run)).toEqual([])
    }
  })

  test('cannot be handed to another user', async () => {
    const give = () => database.db.update(own).set({ userId: 'bob' }).where(eq(own.id, 1))
    expect(await attempt(user('alice'), give)).toBe(denied)
    expect(await attempt(user('alice'), () => database.db.execute(sql`update own set user_id = 'bob'`))).toBe(
      denied,
    )
  })

  test('are found by their index with the user looked up once', async () => {
    const plan = await database.as(user('alice'), async () => {
      await database.db.execute(sql`set local enable_seqscan = off`)
      return database.explain(sql`select * from own`)
    })
    expect(plan).toContain('InitPlan')
    expect(plan).not.toContain('SubPlan')
    expect(plan).toMatch(/Index Cond: \(user_id = /)
  })
})

test('two definitions for one role allow what either allows', async () => {
  expect(await database.as(user('alice'), () => readable(shared))).toEqual([1, 2])
  expect(await database.as(user('bob'), () => readable(shared))).toEqual([2, 3])
  expect(await database.as(visitor, () => readable(shared))).toEqual([2])
})

test('an update has its own check', async () => {
  const { db } = database
  const set = (values: { userId?: string; visibility?: string }) => () =>
    db.update(shared).set(values).where(eq(shared.id, 2))
  expect(await attempt(user('alice'), set({ visibility: 'private' }))).toBe('no error')
  expect(await attempt(user('alice'), set({ visibility: 'listed' }))).toBe(denied)
  expect(await attempt(user('alice'), set({ userId: 'bob' }))).toBe('no error')
  // The row would be out of the giver's sight, and what an update reads must stay readable.
  expect(await attempt(user('alice'), set({ userId: 'bob', visibility: 'private' }))).toBe(denied)
  expect(await attempt(user('alice'), () => db.delete(shared))).toBe('no error')
  expect(await database.as(user('alice'), () => db.delete(shared).returning({ id: shared.id }))).toEqual([])
})

describe('a restrictive policy', () => {
  const inTenant = (sub: string, tenant: unknown) => user(sub, { tenant_id: tenant })

  test('narrows what the permissive ones allow', async () => {
    expect(await database.as(inTenant('alice', tenants.a), () => readable(strict))).toEqual([1])
    expect(await database.as(inTenant('alice', tenants.b), () => readable(strict))).toEqual([2])
    expect(await database.as(inTenant('carol', tenants.a), () => readable(strict))).toEqual([])
    expect(
      await attempt(inTenant('alice', tenants.a), () =>
        database.db.insert(strict).values({ id: 9, tenantId: tenants.b, userId: 'alice' }),
      ),
    ).toBe(denied)
  })

  test.each([undefined, null, '', 'not-a-uuid', 7, {}, [tenants.a]])(
    'meets a malformed claim with no rows and no error: %j',
    async (tenant) => {
      expect(await database.as(inTenant('alice', tenant), () => readable(strict))).toEqual([])
    },
  )

  test('allows nothing by itself', async () => {
    expect(await database.as(user('alice'), () => readable(onlyRestrictive))).toEqual([])
  })
})

test('without a read policy an update or delete that looks at rows finds none', async () => {
  const { db } = database
  const changed = (query: string) =>
    database.as(user('alice'), async () => (await database.client.query(query)).rowCount)
  expect(await changed("update write_only set note = 'y' where id = 1")).toBe(0)
  expect(await changed('delete from write_only where id = 1')).toBe(0)
  expect(await attempt(user('alice'), () => db.insert(writeOnly).values({ id: 2 }))).toBe('no error')
  expect(await attempt(user('alice'), () => db.insert(writeOnly).values({ id: 2 }).returning())).toBe(denied)
})
