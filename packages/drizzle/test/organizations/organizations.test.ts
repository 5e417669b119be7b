import { activeOrganization, type OrganizationProvider } from '@rowauth/core'
import { authenticatedRole, crudPolicy, organizationId, organizationRoles } from '@rowauth/drizzle'
import { and, eq, type SQL, sql } from 'drizzle-orm'
import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { odd, recorded } from '../../../core/test/organizations/recorded.js'
import { id } from '../lists/odd-claims.js'
import { type Database, openDatabase, user, visitor } from '../policy/support/database.js'

const one = pgTable('one', { id: integer().primaryKey() })
const documents = pgTable(
  'documents',
  {
    id: integer().primaryKey(),
    orgId: text('org_id').default(organizationId('clerk')),
    orgUuid: uuid('org_uuid').default(organizationId('clerk', { as: 'uuid' })),
  },
  (table) => [
    crudPolicy({
      role: authenticatedRole,
      read: eq(table.orgId, organizationId('clerk')),
      modify: and(
        eq(table.orgId, organizationId('clerk')),
        sql`'admin' = any(${organizationRoles('clerk')})`,
      ),
    }),
  ],
)

let database: Database
beforeAll(async () => {
  database = await openDatabase({ one, documents })
  await database.client.query(`insert into one values (1); insert into documents values (1, 'o1'), (2, 'o2')`)
})
afterAll(() => database.close())

async function read<T>(expression: SQL<T>): Promise<T> {
  const [row] = await database.db.select({ value: expression }).from(one)
  if (row === undefined) throw new Error('The table is empty.')
  return row.value
}

const inSql = async (provider: OrganizationProvider) => {
  const [found, roles] = [await read(organizationId(provider)), await read(organizationRoles(provider))]
  if (found === null) expect(roles).toBeNull()
  return found === null ? undefined : { id: found, roles }
}

describe('SQL and TypeScript say the same of an organization', () => {
  test.each(recorded)('$name', async ({ provider, claims, organization }) => {
    await database.as({ claims }, async () => expect(await inSql(provider)).toEqual(organization))
  })

  test('whatever the claims hold', async () => {
    for (const { provider, claims } of [...odd, ...recorded]) {
      const expected = activeOrganization(provider, JSON.parse(JSON.stringify(claims)))
      await database.as({ claims }, async () => {
        expect([provider, claims, await inSql(provider)]).toEqual([provider, claims, expected])
      })
    }
  })

  test('of each provider’s tokens read as those of another', async () => {
    const providers = [...new Set(recorded.map(({ provider }) => provider))]
    for (const { claims } of recorded) {
      await database.as({ claims }, async () => {
        for (const provider of providers) {
          expect(await inSql(provider)).toEqual(activeOrganization(provider, claims))
        }
      })
    }
  })

  test('a visitor is in none', async () => {
    await database.as(visitor, async () => expect(await inSql('clerk')).toBeUndefined())
  })
})

test('the id as uuid is null unless it is one', async () => {
  const uuidOf = (org_id: unknown) =>
    database.as(user('alice', { org_id }), () => read(organizationId('workOs', { as: 'uuid' })))
  expect(await uuidOf(id.one.toUpperCase())).toBe(id.one)
  for (const other of ['org_1', `{${id.one}}`, [id.one], 7, null]) expect(await uuidOf(other)).toBeNull()
})

test('they are policies, defaults, and evaluated once', async () => {
  const rows = (query: string) => database.client.query(query).then(({ rows }) => rows)
  const admin = user('alice', { o: { id: 'o1', rol: 'admin' } })
  await database.as(admin, async () => {
    expect(await rows('select id from documents')).toEqual([{ id: 1 }])
    expect(await rows('insert into documents (id) values (3) returning org_id, org_uuid')).toEqual([
      { org_id: 'o1', org_uuid: null },
    ])
  })
  await database.as(user('bob', { o: { id: 'o1', rol: 'member' } }), async () => {
    expect(await rows('select id from documents')).toEqual([{ id: 1 }])
    expect(await rows('delete from documents returning id')).toEqual([])
  })
  const condition = sql`${documents.orgId} = ${organizationId('clerk')} and 'admin' = any(${organizationRoles('clerk')})`
  const plan = await database.explain(sql`select * from ${documents} where ${condition}`)
  expect(plan.match(/^\s*InitPlan/gm)).toHaveLength(2)
  expect(plan).not.toContain('SubPlan')
})

test('functions and operators of somebody else take no part', async () => {
  await database.client.query(`
    create schema planted;
    create function planted.yes(pg_catalog.text, pg_catalog.text) returns boolean language sql as 'select true';
    create function planted.starts_with(pg_catalog.text, pg_catalog.text) returns boolean language sql as 'select true';
    create operator planted.= (leftarg = pg_catalog.text, rightarg = pg_catalog.text, function = planted.yes);
    create operator planted.<> (leftarg = pg_catalog.text, rightarg = pg_catalog.text, function = planted.yes);
    create function planted.other(pg_catalog.jsonb, pg_catalog.text) returns pg_catalog.jsonb language sql as 'select ''"planted"''::pg_catalog.jsonb';
    create operator planted.-> (leftarg = pg_catalog.jsonb, rightarg = pg_catalog.text, function = planted.other);
    create domain planted.text as pg_catalog.text;
    create domain planted.jsonb as pg_catalog.text;
    create domain planted.jsonpath as pg_catalog.text;
    grant usage on schema planted to authenticated;
  `)
  for (const { provider, claims } of [...odd, ...recorded]) {
    const expected = activeOrganization(provider, JSON.parse(JSON.stringify(claims)))
    await database.as({ claims }, async () => {
      await database.client.query('set local search_path = planted, pg_catalog, public')
      expect(await inSql(provider)).toEqual(expected)
    })
  }
})

test('need a provider that is known, and options that there are', () => {
  for (const provider of ['', 'Clerk', 'toString', undefined, null]) {
    expect(() => organizationId(provider as 'clerk')).toThrow(TypeError)
    expect(() => organizationRoles(provider as 'clerk')).toThrow(TypeError)
  }
  expect(() => organizationId('clerk', { as: 'integer' as 'uuid' })).toThrow(TypeError)
  expect(() => organizationRoles('clerk', { as: 'text[]' } as object)).toThrow(TypeError)
})
