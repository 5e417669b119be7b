import { PGlite } from '@electric-sql/pglite'
import { authSchemaSql, trustClaims } from '@rowauth/core'
import { type AuthQueries, withAuth } from '@rowauth/drizzle'
import { eq, placeholder, sql } from 'drizzle-orm'
import { date, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { drizzle } from 'drizzle-orm/pglite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const events = pgTable('events', {
  owner: text().notNull(),
  name: text().notNull(),
  day: date({ mode: 'string' }),
  at: timestamp({ mode: 'date' }),
})

const setup = `
create table events (owner text not null, name text not null, day date, at timestamp);
alter table events enable row level security;
create policy own on events to authenticated using ((select auth.user_id()) = owner);
grant select, insert on events to authenticated;
insert into events values
  ('alice', 'party', '2024-02-29', '2024-02-29 12:34:56.789'), ('bob', 'work', '2024-03-01', null);
`

let client: PGlite
beforeAll(async () => {
  client = await PGlite.create()
  await client.exec(authSchemaSql())
  await client.exec(setup)
})
afterAll(() => client?.close())

const open = () => withAuth(drizzle({ client }))
const alice = trustClaims({ sub: 'alice' })

describe('PGlite', () => {
  it('gives the rows of the user, in Drizzle’s types', async () => {
    const db = open().$withAuth(alice)
    const party = {
      owner: 'alice',
      name: 'party',
      day: '2024-02-29',
      at: new Date('2024-02-29T12:34:56.789Z'),
    }
    expect(await db.select().from(events)).toEqual([party])
    expect(await db.$count(events)).toBe(1)
    expect(
      await open()
        .$withAuth(trustClaims({ sub: 'nobody' }))
        .select()
        .from(events),
    ).toEqual([])
    const byName = db
      .select({ day: events.day })
      .from(events)
      .where(eq(events.name, placeholder('name')))
      .prepare('by_name')
    expect(await byName.execute({ name: 'party' })).toEqual([{ day: '2024-02-29' }])
    expect(await byName.execute({ name: 'work' })).toEqual([])
    const named = async (queries: AuthQueries<ReturnType<typeof open>>) =>
      queries.select({ name: events.name }).from(events)
    expect(await named(db)).toEqual([{ name: 'party' }])
  })

  it('gives raw results in PGlite’s form, as plain Drizzle does', async () => {
    const query = sql`select 1::int as one, 'x' as text, date '2024-02-29' as day`
    const plain = await drizzle({ client }).execute(query)
    const { rows, fields, affectedRows } = await open().$withAuth(alice).execute(query)
    expect({ rows, fields, affectedRows }).toEqual({
      rows: plain.rows,
      fields: plain.fields,
      affectedRows: plain.affectedRows,
    })
  })

  it('runs a batch in one transaction', async () => {
    const db = open().$withAuth(alice)
    const [rows, count, raw] = await db.batch([
      db.insert(events).values({ owner: 'alice', name: 'more' }).returning({ name: events.name }),
      db.$count(events),
      db.execute(sql`select auth.user_id() as id`),
    ])
    expect([rows, count, raw.rows]).toEqual([[{ name: 'more' }], 2, [{ id: 'alice' }]])
    const failing = db.batch([
      db.insert(events).values({ owner: 'alice', name: 'never' }),
      db.insert(events).values({ owner: 'bob', name: 'his' }),
    ])
    await expect(failing).rejects.toMatchObject({ cause: { code: '42501' } })
    expect(await db.$count(events)).toBe(2)
  })

  it('runs a transaction with savepoints, and joins one of the application’s', async () => {
    const db = open()
    const mine = db.$withAuth(alice)
    const own = (name: string) => ({ owner: 'alice', name })
    const before = await mine.$count(events)
    await mine.transaction(async (tx) => {
      await tx.insert(events).values(own('kept'))
      const undone = tx.transaction(async (nested) => {
        await nested.insert(events).values(own('undone'))
        nested.rollback()
      })
      await expect(undone).rejects.toThrow()
    })
    expect(await mine.$count(events)).toBe(before + 1)
    const outer = db.transaction(async (tx) => {
      const joined = db.$withAuth(alice, { in: tx })
      await joined.insert(events).values(own('joined'))
      expect(await joined.$count(events)).toBe(before + 2)
      tx.rollback()
    })
    await expect(outer).rejects.toThrow()
    expect(await mine.$count(events)).toBe(before + 1)
  })
})
