import { authenticatedRole, claim, crudPolicy, inClaim } from '@rowauth/drizzle'
import { sql } from 'drizzle-orm'
import {
  bigint,
  bigserial,
  char,
  customType,
  integer,
  jsonb,
  numeric,
  PgDialect,
  pgEnum,
  pgTable,
  serial,
  smallint,
  text,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, openDatabase, sqlState, user, visitor } from '../policy/support/database.js'
import { id, oddClaims } from './odd-claims.js'

const citext = customType<{ data: string }>({ dataType: () => 'citext' })
const kind = pgEnum('kind', ['a', 'b'])

const things = pgTable(
  'things',
  {
    id: integer().primaryKey(),
    uuid: uuid(),
    text: text(),
    varchar: varchar({ length: 40 }),
    char: char({ length: 4 }),
    bigint: bigint({ mode: 'bigint' }),
  },
  (table) => [
    crudPolicy({ role: authenticatedRole, name: 'uuid', read: inClaim(table.uuid, 'uuids') }),
    crudPolicy({ role: authenticatedRole, name: 'text', read: inClaim(table.text, 'texts') }),
    crudPolicy({ role: authenticatedRole, name: 'varchar', read: inClaim(table.varchar, ['nest', 'texts']) }),
    crudPolicy({ role: authenticatedRole, name: 'char', read: inClaim(table.char, 'chars') }),
    crudPolicy({
      role: authenticatedRole,
      name: 'integer',
      read: inClaim(table.id, 'ids'),
      insert: inClaim(table.id, 'ids'),
    }),
    crudPolicy({ role: authenticatedRole, name: 'bigint', read: inClaim(table.bigint, 'bigs') }),
  ],
)

const documents = pgTable(
  'documents',
  { id: integer().primaryKey(), orgId: uuid('org_id'), body: text() },
  (table) => [crudPolicy({ role: authenticatedRole, read: inClaim(table.orgId, 'orgs') })],
)

let database: Database
beforeAll(async () => {
  database = await openDatabase({ things, documents })
  await database.client.query(`
    insert into things values
      (1, '${id.one}', null, null, null, null), (2, null, 'two', null, null, null),
      (3, null, null, 'three', null, null), (4, null, null, null, 'four', null),
      (5, null, null, null, null, null), (6, null, null, null, null, 6);
    insert into documents select n, gen_random_uuid(), repeat('x', 100) from generate_series(1, 20000) n;
    update documents set org_id = '${id.one}' where id in (7, 77);
    create index on documents (org_id);
    analyze documents;
  `)
})
afterAll(() => database.close())

const seen = (claims: Record<string, unknown>) =>
  database.as(user('alice', claims), async () =>
    (await database.client.query('select id from things order by id')).rows.map((row) => row.id),
  )

describe('inClaim in a policy', () => {
  test.each<[string, Record<string, unknown>, number[]]>([
    ['uuid', { uuids: ['x', id.one.toUpperCase()] }, [1]],
    ['uuid, of an object', { uuids: { [id.one]: {} } }, [1]],
    ['uuid, of an object that denies', { uuids: { [id.one]: false } }, []],
    ['text', { texts: ['two', 2, null] }, [2]],
    ['varchar, nested', { nest: { texts: ['three'] } }, [3]],
    ['char', { chars: ['four'] }, [4]],
    ['integer', { ids: [5, 'x'] }, [5]],
    ['bigint', { bigs: ['6'] }, [6]],
    ['nothing', {}, []],
    ['empty lists', { uuids: [], texts: [], ids: [] }, []],
    ['a single value is no list', { uuids: id.one, texts: 'two', ids: 5 }, []],
  ])('%s', async (_, claims, ids) => {
    expect(await seen(claims)).toEqual(ids)
  })

  test.each(oddClaims)('never an error: $name', async ({ value }) => {
    const claims = {
      uuids: value,
      texts: value,
      nest: { texts: value },
      chars: value,
      ids: value,
      bigs: value,
    }
    await expect(seen(claims)).resolves.toBeInstanceOf(Array)
  })

  test('checks what is written, and shows a visitor nothing', async () => {
    const add = (n: number) => sqlState(database.client.query(`insert into things (id) values (${n})`))
    await database.as(user('alice', { ids: [7] }), async () => expect(await add(7)).toBe('no error'))
    await database.as(user('alice', { ids: [7] }), async () => expect(await add(8)).toBe('42501'))
    const rows = await database.as(
      visitor,
      async () => (await database.client.query('select from things')).rowCount,
    )
    expect(rows).toBe(0)
  })

  test('lets nobody see a row whose role may not read the session', async () => {
    await database.client.query('create role stranger; grant select on things to stranger')
    await database.client.query(
      'create policy stranger on things to stranger using (id = any ((select ids from (select array(select 1)) as s(ids))::integer[]))',
    )
    const { rows } = await database.client.query(
      "select qual from pg_policies where policyname = 'integer_select'",
    )
    await database.client.query(
      `create policy denied on things as restrictive to stranger using (${rows[0].qual})`,
    )
    await database.as({ role: 'stranger', claims: { sub: 'alice', ids: [1, 5] } }, async () => {
      expect(await sqlState(database.client.query('select from things'))).toBe('42501')
    })
    await database.client.query('drop owned by stranger; drop role stranger')
  })

  test('uses the index, and reads the list once', async () => {
    for (const orgs of [[id.one], Array.from({ length: 10 }, () => id.one)]) {
      await database.as(user('alice', { orgs }), async () => {
        const { rows } = await database.client.query('explain (costs off) select * from documents')
        const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
        expect(plan).toMatch(/Index Scan.*documents_org_id_idx/)
        expect(plan).toMatch(/Index Cond: .*ANY/)
        expect(plan.match(/^\s*InitPlan/gm)).toHaveLength(1)
        expect(plan).not.toContain('Seq Scan')
        expect((await database.client.query('select from documents')).rowCount).toBe(2)
      })
    }
  })
})

describe('inClaim', () => {
  const dialect = new PgDialect()
  const others = {
    serial: serial(),
    bigserial: bigserial({ mode: 'number' }),
    smallint: smallint(),
    numeric: numeric(),
    jsonb: jsonb(),
    kind: kind(),
    citext: citext(),
    texts: text().array(),
    uuids: uuid().array(),
  }
  const table = pgTable('others', others)

  test('reads a serial column as what it is', () => {
    expect(dialect.sqlToQuery(inClaim(table.serial, 'ids')).sql).toMatch(/ as integer\[\]\)\)$/)
    expect(dialect.sqlToQuery(inClaim(table.bigserial, 'ids')).sql).toMatch(/ as bigint\[\]\)\)$/)
  })

  test.each([
    ['smallint', /::text = any\(/],
    ['numeric', /::text = any\(/],
    ['jsonb', /::text = any\(/],
    ['kind', /::text = any\(/],
    ['citext', /::text = any\(/],
    ['texts', /arrayOverlaps/],
    ['uuids', /arrayOverlaps/],
  ] as const)('refuses %s and says what to do', (name, says) => {
    expect(() => inClaim(table[name], 'orgs')).toThrow(TypeError)
    expect(() => inClaim(table[name], 'orgs')).toThrow(says)
  })

  test('what it says to do works', async () => {
    const others = pgTable('others', { id: integer().primaryKey(), kind: kind(), level: smallint() })
    await database.client.query(`
      create type kind as enum ('a', 'b');
      create table others (id int, kind kind, level smallint);
      insert into others values (1, 'a', 7), (2, 'b', 8);
      grant select on others to authenticated;
    `)
    await database.as(user('alice', { list: ['a', '8', 'junk', null] }), async () => {
      for (const [column, id] of [
        [others.kind, 1],
        [others.level, 2],
      ] as const) {
        const condition = sql`${column}::text = any(${claim('list', { as: 'text[]' })})`
        expect(await database.db.select({ id: others.id }).from(others).where(condition)).toEqual([{ id }])
      }
    })
  })

  test('refuses what is no column, no path, no option', () => {
    for (const value of [undefined, null, 'user_id', table]) {
      expect(() => inClaim(value as never, 'orgs')).toThrow(TypeError)
    }
    for (const path of [[], undefined, 7, ['a\0']]) {
      expect(() => inClaim(table.serial, path as never)).toThrow(TypeError)
    }
    expect(() => inClaim(table.serial, 'orgs', { as: 'uuid[]' } as never)).toThrow(TypeError)
  })
})
