import { anonymousSession, trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { rowsOf, startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

let database: TodoDatabase
/** The plain database of this login may write everything: what it did must be told apart from what the user did. */
let pool: pg.Pool
beforeAll(async () => {
  database = await startTodoDatabase()
  await database.owner.query('grant select, insert on todos to authenticated')
  pool = new pg.Pool({ connectionString: database.url, max: 2 })
})
beforeEach(() => database.owner.query("delete from todos where user_id = 'dora'"))
afterAll(async () => {
  await pool?.end()
  await database?.close()
})

const dora = trustClaims({ sub: 'dora' })
const erik = trustClaims({ sub: 'erik' })
const open = () => withAuth(drizzle({ client: pool }))
type Database = ReturnType<typeof open>
type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]

const who = sql`select current_user as role, auth.user_id() as id, txid_current()::text as tx`
const seen = async (db: { execute(query: typeof who): PromiseLike<unknown> }) =>
  rowsOf(await db.execute(who))[0] as { role: string; id: string | null; tx: string }
/** The login role may not use the schema `auth`, nor assign a transaction id through it. */
const plainly = sql`select current_user as role, current_setting('request.jwt.claims', true) as claims, txid_current()::text as tx`
const seenPlainly = async (tx: Transaction) =>
  rowsOf(await tx.execute(plainly))[0] as { role: string; claims: string | null; tx: string }
const titles = async () =>
  (await database.owner.query("select title from todos where user_id = 'dora' order by id")).rows.map(
    ({ title }) => title,
  )
const add = (db: Pick<Transaction, 'insert'>, title: string) =>
  db.insert(todos).values({ userId: 'dora', title })

describe('$withAuth(token, { in: tx })', () => {
  it('runs as the user in that transaction, and leaves role and claims as they were', async () => {
    const db = open()
    await db.transaction(async (tx) => {
      const before = await seenPlainly(tx)
      const handle = db.$withAuth(dora, { in: tx })
      expect(await seen(handle)).toEqual({ role: 'authenticated', id: 'dora', tx: before.tx })
      expect({ ...(await seenPlainly(tx)), claims: '' }).toEqual({ ...before, claims: '' })
      expect((await seenPlainly(tx)).claims ?? '').toBe('')
      expect(await seen(db.$withAuth(erik, { in: tx }))).toMatchObject({ id: 'erik', tx: before.tx })
      expect(await seen(db.$withAuth(null, { in: tx }))).toMatchObject({ role: 'anonymous', id: null })
      expect(await seen(handle)).toMatchObject({ id: 'dora' })
    })
  })

  it('is rolled back with it', async () => {
    const db = open()
    const failed = db.transaction(async (tx) => {
      const handle = db.$withAuth(dora, { in: tx })
      await add(handle, 'one')
      await handle.batch([add(handle, 'two'), handle.$count(todos)])
      await handle.transaction((own) => add(own, 'three'))
      expect(await handle.$count(todos)).toBe(3)
      expect(await titles()).toEqual([])
      throw new Error('undone')
    })
    await expect(failed).rejects.toThrow('undone')
    expect(await titles()).toEqual([])
  })

  it('is committed with it', async () => {
    const db = open()
    await db.transaction(async (tx) => {
      await add(db.$withAuth(dora, { in: tx }), 'kept')
    })
    expect(await titles()).toEqual(['kept'])
  })

  it('its own transaction is a savepoint', async () => {
    const db = open()
    await db.transaction(async (tx) => {
      const handle = db.$withAuth(dora, { in: tx })
      await add(handle, 'before')
      const failed = handle.transaction(async (own) => {
        await add(own, 'undone')
        await own.transaction((nested) => add(nested, 'undone, too'))
        throw new Error('to the savepoint')
      })
      await expect(failed).rejects.toThrow('to the savepoint')
      await handle.transaction((own) => add(own, 'after'))
      expect((await seenPlainly(tx)).role).not.toBe('authenticated')
    })
    expect(await titles()).toEqual(['before', 'after'])
  })

  it('policies hold: a batch that fails is rolled back to before it, and the transaction goes on', async () => {
    const db = open()
    await db.transaction(async (tx) => {
      const handle = db.$withAuth(dora, { in: tx })
      const forged = handle.insert(todos).values({ userId: 'erik', title: 'forged' })
      const broken = handle.batch([add(handle, 'never'), forged])
      await expect(broken).rejects.toMatchObject({ cause: { code: '42501' } })
      expect((await seenPlainly(tx)).role).not.toBe('authenticated')
      await add(handle, 'allowed')
    })
    expect(await titles()).toEqual(['allowed'])
  })

  it('a single query that fails has failed the transaction, as one of its own would have', async () => {
    const db = open()
    const failed = db.transaction(async (tx) => {
      const handle = db.$withAuth(dora, { in: tx })
      await add(handle, 'undone')
      const forged = handle.insert(todos).values({ userId: 'erik', title: 'forged' })
      await expect(Promise.resolve(forged)).rejects.toMatchObject({ cause: { code: '42501' } })
      await expect(Promise.resolve(add(handle, 'too late'))).rejects.toMatchObject({
        cause: { code: '25P02' },
      })
      await tx.execute('select 1')
    })
    await expect(failed).rejects.toMatchObject({ cause: { code: '25P02' } })
    expect(await titles()).toEqual([])
  })

  it('joins a savepoint of the plain database, too', async () => {
    const db = open()
    await db.transaction(async (tx) => {
      const failed = tx.transaction(async (nested) => {
        await add(db.$withAuth(dora, { in: nested }), 'undone')
        throw new Error('to the savepoint')
      })
      await expect(failed).rejects.toThrow('to the savepoint')
      await add(db.$withAuth(dora, { in: tx }), 'kept')
    })
    expect(await titles()).toEqual(['kept'])
  })

  it('joins a transaction that was begun on a client, as tests do that roll everything back', async () => {
    const db = open()
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    try {
      await client.query('begin')
      const handle = db.$withAuth(dora, { in: drizzle({ client }) })
      await add(handle, 'tried out')
      expect(await handle.$count(todos)).toBe(1)
      await client.query('rollback')
      expect(await titles()).toEqual([])
      // Without a transaction role and claims would stay.
      await expect(Promise.resolve(handle.$count(todos))).rejects.toMatchObject({ code: 'unsupported' })
      const { rows } = await client.query('select current_user as role')
      expect(rows).not.toEqual([{ role: 'authenticated' }])
    } finally {
      await client.end()
    }
  })

  it('a handle outlives its transaction without a query', async () => {
    const db = open()
    let handle = db.$withAuth(dora)
    await db.transaction(async (tx) => {
      handle = db.$withAuth(dora, { in: tx })
      await add(handle, 'in time')
    })
    await expect(Promise.resolve(add(handle, 'too late'))).rejects.toMatchObject({ code: 'unsupported' })
    expect(await titles()).toEqual(['in time'])
  })

  it('the session of a visitor and a token function do as well', async () => {
    const db = open()
    await db.transaction(async (tx) => {
      expect(await seen(db.$withAuth(anonymousSession, { in: tx }))).toMatchObject({ role: 'anonymous' })
      expect(await seen(db.$withAuth(() => null, { in: tx }))).toMatchObject({ role: 'anonymous' })
    })
  })
})
