import { trustClaims } from '@rowauth/core'
import { type PostgresProxy, startProxy } from '@rowauth/testing'
import { CamelCasePlugin, Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openBoth, type Tables } from '../../src/beside-drizzle/both.js'
import { run, runAll } from '../../src/beside-drizzle/compiled.js'
import { kyselyAs, transactionAs } from '../../src/beside-drizzle/kysely-as.js'
import { addTwo } from '../../src/beside-drizzle/one-transaction.js'
import { notes } from '../../src/schema.js'
import { endPool } from '../support/end-pool.js'
import { type NotesDatabase, startNotesDatabase } from '../support/notes-database.js'

const alice = trustClaims({ sub: 'alice' })
const bob = trustClaims({ sub: 'bob' })

let database: NotesDatabase
let proxy: PostgresProxy
let pool: pg.Pool
let both: ReturnType<typeof openBoth>
/** What the project had before: queries of the login role, which has no rights. */
let kysely: Kysely<Tables>

beforeAll(async () => {
  database = await startNotesDatabase()
  proxy = await startProxy(database.url)
  pool = new pg.Pool({ connectionString: proxy.connectionString, max: 3 })
  both = openBoth(pool)
  kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
})

afterAll(async () => {
  await endPool(pool)
  await proxy?.close()
  await database?.close()
})

beforeEach(async () => {
  await database.owner.query(`truncate notes; insert into notes (user_id, body, published) values
    ('alice', 'of alice', false), ('bob', 'of bob', false), ('bob', 'for everyone', true)`)
})

const bodies = (rows: readonly { body: string }[]) => rows.map(({ body }) => body)

describe('compiled queries', () => {
  it('run as the user, in one round trip', async () => {
    const query = kysely.selectFrom('notes').select('body').orderBy('id')
    expect(bodies(await run(both.driver, alice, query))).toEqual(['of alice'])
    proxy.reset()
    expect(bodies(await run(both.driver, bob, query))).toEqual(['of bob', 'for everyone'])
    expect(proxy.roundTrips).toBe(1)
  })

  it('run in one batch, all or none', async () => {
    const add = kysely.insertInto('notes').values({ body: 'added' })
    const forged = kysely.insertInto('notes').values({ body: 'forged', user_id: 'bob' })
    const all = kysely.selectFrom('notes').select('body').orderBy('id')
    await expect(runAll(both.driver, alice, [add, forged])).rejects.toMatchObject({ code: '42501' })
    expect(bodies(await run(both.driver, alice, all))).toEqual(['of alice'])
    proxy.reset()
    const [, rows] = await runAll(both.driver, alice, [add, all])
    expect(rows?.rows).toEqual([{ body: 'of alice' }, { body: 'added' }])
    expect(proxy.roundTrips).toBe(1)
  })

  it('run as the login role where they are executed as before, and are refused', async () => {
    await expect(kysely.selectFrom('notes').selectAll().execute()).rejects.toMatchObject({ code: '42501' })
  })
})

describe('a Kysely of the user', () => {
  it('executes its queries as the user, in one round trip each', async () => {
    const mine = kyselyAs(both.driver, alice)
    expect(bodies(await mine.selectFrom('notes').select('body').execute())).toEqual(['of alice'])
    proxy.reset()
    const changed = await mine.updateTable('notes').set({ body: 'changed' }).executeTakeFirst()
    expect(changed.numUpdatedRows).toBe(1n)
    expect(proxy.roundTrips).toBe(1)
    const { rows } = await sql<{ role: string }>`select current_user as role`.execute(mine)
    expect(rows).toEqual([{ role: 'authenticated' }])
  })

  it('keeps its plugins, which compiled queries lose for their results', async () => {
    const camel = kyselyAs(both.driver, alice, [new CamelCasePlugin()])
    expect(await camel.selectFrom('notes').select('user_id').execute()).toEqual([{ userId: 'alice' }])
    const compiled = kysely.withPlugin(new CamelCasePlugin()).selectFrom('notes').select('user_id')
    expect(await run(both.driver, alice, compiled)).toEqual([{ user_id: 'alice' }])
  })

  it('has transactions of its own, and refuses those that would not carry the user', async () => {
    const aborted = transactionAs(both.driver, alice, async (tx) => {
      await tx.insertInto('notes').values({ body: 'added' }).execute()
      expect(bodies(await tx.selectFrom('notes').select('body').execute())).toEqual(['of alice', 'added'])
      throw new Error('stop')
    })
    await expect(aborted).rejects.toThrow('stop')
    const mine = kyselyAs(both.driver, alice)
    expect(bodies(await mine.selectFrom('notes').select('body').execute())).toEqual(['of alice'])
    const plain = mine.transaction().execute((tx) => tx.selectFrom('notes').selectAll().execute())
    await expect(plain).rejects.toThrow('transactionAs')
  })
})

describe('both on one pool', () => {
  it('keeps people apart while calls of both libraries interleave', async () => {
    const people = { alice, bob }
    const calls = Array.from({ length: 50 }, async (_, index) => {
      const name = index % 2 === 0 ? 'alice' : 'bob'
      const rows =
        index % 4 < 2
          ? await both.db.$withAuth(people[name]).select({ owner: notes.userId }).from(notes)
          : await kyselyAs(both.driver, people[name]).selectFrom('notes').select('user_id as owner').execute()
      return [name, ...new Set(rows.map(({ owner }) => owner))]
    })
    for (const [name, ...owners] of await Promise.all(calls)) expect(owners).toEqual([name])
  })

  it('commits what both have written in one transaction, or nothing of it', async () => {
    await addTwo(both, kysely, alice)
    const mine = kyselyAs(both.driver, alice).selectFrom('notes').select('body').orderBy('id')
    expect(bodies(await mine.execute())).toEqual(['of alice', 'by Drizzle', 'by Kysely'])
    await database.owner.query(`create unique index one_by_kysely on notes (body) where body = 'by Kysely'`)
    await expect(addTwo(both, kysely, bob)).rejects.toMatchObject({ code: '23505' })
    await database.owner.query('drop index one_by_kysely')
    const his = await kyselyAs(both.driver, bob).selectFrom('notes').select('body').orderBy('id').execute()
    expect(bodies(his)).toEqual(['of bob', 'for everyone'])
  })
})
