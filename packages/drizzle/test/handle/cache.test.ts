import { setTimeout } from 'node:timers/promises'
import { trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MapCache } from '../support/caches.js'
import { startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
})
afterAll(() => database?.close())

const alice = trustClaims({ sub: 'alice' })
const bob = trustClaims({ sub: 'bob' })
const titles = { title: todos.title }

describe('Drizzle’s cache', () => {
  const open = (strategy: 'explicit' | 'all') => {
    const cache = new MapCache(strategy)
    return { cache, plain: drizzle({ client: database.pool, cache }) }
  }

  it.each(['explicit', 'all'] as const)(
    'row 16: is never shared between identities (%s)',
    async (strategy) => {
      const { cache, plain } = open(strategy)
      const db = withAuth(plain)
      const read = (who: typeof alice | null) => {
        const query = db.$withAuth(who).select(titles).from(todos)
        return strategy === 'all' ? query : query.$withCache()
      }
      for (const _ of ['miss', 'hit']) {
        expect((await read(alice)).map((row) => row.title).sort()).toEqual(['a1', 'a2'])
        expect(await read(bob)).toEqual([{ title: 'b1' }])
        expect(await read(null)).toEqual([{ title: 'public' }])
      }
      expect(cache.entries.size).toBe(3)
      // The same subject under other claims or another role is another identity.
      expect(await read(trustClaims({ sub: 'alice' }, { role: 'anonymous' }))).toEqual([{ title: 'public' }])
      await read(trustClaims({ sub: 'alice', org: 'x' }))
      expect(cache.entries.size).toBe(5)
    },
  )

  it('serves a hit without the database, and a write of anybody drops it', async () => {
    const { cache, plain } = open('all')
    const db = withAuth(plain)
    const sub = trustClaims({ sub: 'cached' })
    const read = () => db.$withAuth(sub).select(titles).from(todos)
    expect(await read()).toEqual([])
    await database.owner.query(`insert into todos (user_id, title) values ('cached', 'behind its back')`)
    expect(await read()).toEqual([])
    await db.$withAuth(bob).update(todos).set({ title: 'b1' })
    expect(cache.entries.size).toBe(0)
    expect(await read()).toEqual([{ title: 'behind its back' }])
  })

  it('transactions and batches neither read nor fill it, but what they write invalidates', async () => {
    const { cache, plain } = open('all')
    const db = withAuth(plain).$withAuth(trustClaims({ sub: 'transactional' }))
    await db.select(titles).from(todos)
    const entries = [...cache.entries.keys()]
    const rolledBack = db.transaction(async (tx) => {
      await tx.execute(sql`insert into todos (user_id, title) values ('transactional', 'never')`)
      expect(await tx.select(titles).from(todos)).toEqual([{ title: 'never' }])
      tx.rollback()
    })
    await expect(rolledBack).rejects.toThrow()
    await db.batch([db.select(titles).from(todos)])
    expect([...cache.entries.keys()]).toEqual(entries)
    await db.batch([db.insert(todos).values({ userId: 'transactional', title: 'kept' })])
    expect(cache.entries.size).toBe(0)
    expect(await db.select(titles).from(todos)).toEqual([{ title: 'kept' }])
  })

  it('an expired session is refused even where its rows are cached', async () => {
    const { plain } = open('all')
    const db = withAuth(plain)
    const now = Math.floor(Date.now() / 1000)
    const expired = trustClaims({ sub: 'alice', exp: now - 60 })
    await expect(db.$withAuth(expired).select(titles).from(todos)).rejects.toMatchObject({
      code: 'token_expired',
    })
  })

  it('a session that ends after its rows were cached is refused', async () => {
    const { cache, plain } = open('all')
    const exp = Math.floor(Date.now() / 1000) - 27
    const db = withAuth(plain).$withAuth(trustClaims({ sub: 'alice', exp }))
    expect(await db.$count(todos)).toBe(2)
    await db.select(titles).from(todos)
    await db.select(titles).from(todos)
    expect(cache.entries.size).toBeGreaterThan(0)
    const leeway = 30
    while (Date.now() / 1000 < exp + leeway) await setTimeout(50)
    await expect(db.select(titles).from(todos)).rejects.toMatchObject({ code: 'token_expired' })
  })
})
