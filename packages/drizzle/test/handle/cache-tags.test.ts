import { type AuthSession, trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { eq, sql } from 'drizzle-orm'
import type { Cache } from 'drizzle-orm/cache/core'
import { drizzle } from 'drizzle-orm/node-postgres'
import { withReplicas } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { identityCache } from '../../src/handle/identity-cache.js'
import { caches, MapCache, upstash } from '../support/caches.js'
import { notes, startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
})
afterAll(() => database?.close())

const alice = trustClaims({ sub: 'alice' })
const bob = trustClaims({ sub: 'bob' })

/** Another value each time the database is asked. */
const asked = { at: sql<string>`clock_timestamp()::text` }

interface Tagged {
  readonly tag?: string
  readonly autoInvalidate?: boolean
}

function over(cache: Cache) {
  const plain = drizzle({ client: database.pool, cache })
  const db = withAuth(plain)
  const reading = (who: AuthSession | null, config: Tagged) => async () => {
    const rows = await db.$withAuth(who).select(asked).from(todos).limit(1).$withCache(config)
    return rows[0]?.at
  }
  return { plain, db, reading }
}

/** Whether the cache answers, after something has happened; what it has is asked for before. */
async function kept(
  reads: readonly (() => Promise<string | undefined>)[],
  happens: () => Promise<unknown>,
): Promise<boolean[]> {
  const before = await all(reads)
  expect(await all(reads)).toEqual(before)
  expect(new Set(before).size).toBe(before.length)
  await happens()
  const after = await all(reads)
  return before.map((at, index) => at === after[index])
}

async function all<Value>(reads: readonly (() => Promise<Value>)[]): Promise<Value[]> {
  const values: Value[] = []
  for (const read of reads) values.push(await read())
  return values
}

describe.each(caches)('tags of entries, over %s', (_, open) => {
  it.each([true, false])('drop the entries of all identities (autoInvalidate %s)', async (autoInvalidate) => {
    const { db, reading } = over(open('explicit'))
    const settings = trustClaims({ sub: 'alice', org: 'x' })
    const config = { tag: 'mine', autoInvalidate }
    const reads = [alice, bob, settings].map((who) => reading(who, config))
    const other = reading(alice, { tag: 'other', autoInvalidate })
    const invalidations = [
      () => db.$cache.invalidate({ tags: 'mine' }),
      () => db.$cache.invalidate({ tags: ['none', 'mine'] }),
      () => db.$withAuth(bob).$cache.invalidate({ tags: 'mine' }),
      () => db.$withAuth(null).$cache.invalidate({ tags: ['mine'] }),
      () => db.$withAuth(bob).transaction((tx) => tx.$cache.invalidate({ tags: 'mine' })),
      () =>
        db
          .$withAuth(bob)
          .transaction((tx) => tx.transaction((nested) => nested.$cache.invalidate({ tags: 'mine' }))),
    ]
    for (const invalidate of invalidations) {
      expect(await kept([...reads, other], invalidate)).toEqual([false, false, false, true])
    }
  })

  it('drop the entries of plain queries, too', async () => {
    const { db, plain, reading } = over(open('explicit'))
    const byPlain = () => plain.select(asked).from(sql`(select) as one`).$withCache({ tag: 'mine' })
    const read = async () => (await byPlain())[0]?.at
    for (const handle of [db, db.$withAuth(bob)]) {
      const invalidate = () => handle.$cache.invalidate({ tags: 'mine' })
      expect(await kept([read, reading(alice, { tag: 'mine' })], invalidate)).toEqual([false, false])
    }
  })

  it('a write drops what is tagged, unless it was not to', async () => {
    const { db, reading } = over(open('explicit'))
    const reads = [
      reading(alice, { tag: 'kept', autoInvalidate: false }),
      reading(bob, { tag: 'kept', autoInvalidate: false }),
      reading(bob, { autoInvalidate: false }),
      reading(alice, { tag: 'dropped' }),
      reading(bob, { tag: 'dropped' }),
      reading(alice, {}),
    ]
    const left = [true, true, true, false, false, false]
    const handle = db.$withAuth(bob)
    const write = () => handle.update(todos).set({ title: 'b1' }).where(eq(todos.userId, 'bob'))
    expect(await kept(reads, () => write().execute())).toEqual(left)
    expect(await kept(reads, () => handle.batch([write()]))).toEqual(left)
    expect(
      await kept(reads, () => handle.transaction((tx) => tx.update(todos).set({ title: 'b1' }))),
    ).toEqual(left)
    expect(await kept(reads, () => db.$cache.invalidate({ tables: todos }))).toEqual(left)
    expect(await kept(reads, () => handle.$cache.invalidate({ tables: todos }))).toEqual(left)
    expect(await kept(reads, () => handle.update(notes).set({ body: 'x' }).execute())).toEqual(
      reads.map(() => true),
    )
  })

  it('are no tables, and tables are no tags', async () => {
    const { db, reading } = over(open('explicit'))
    const reads = [reading(alice, { tag: 'todos', autoInvalidate: false }), reading(bob, {})]
    expect(await kept(reads, () => db.$cache.invalidate({ tables: 'todos' }))).toEqual([true, false])
    expect(await kept(reads, () => db.$cache.invalidate({ tags: 'todos' }))).toEqual([false, true])
    const both = () => db.$cache.invalidate({ tags: 'todos', tables: todos })
    expect(await kept(reads, both)).toEqual([false, false])
    for (const nothing of [{}, { tags: [] }, { tables: [] }]) {
      expect(await kept(reads, () => db.$cache.invalidate(nothing))).toEqual([true, true])
    }
  })

  it('hold with a cache for all queries', async () => {
    const { db, reading } = over(open('all'))
    const reads = [reading(alice, { tag: 'mine' }), reading(bob, { tag: 'mine' }), reading(bob, {})]
    const invalidate = () => db.$withAuth(alice).$cache.invalidate({ tags: 'mine' })
    expect(await kept(reads, invalidate)).toEqual([false, false, true])
  })
})

describe('the cache of the wrapped database', () => {
  it('is the one of the database, which is left as it is', async () => {
    const cache = new MapCache('explicit')
    const plain = drizzle({ client: database.pool, cache })
    const own = plain.$cache
    const db = withAuth(plain)
    expect(plain.$cache).toBe(own)
    await db.$withAuth(alice).select(asked).from(todos).$withCache({ tag: 'mine' })
    // What is known of handles is not known there.
    await plain.$cache.invalidate({ tags: 'mine' })
    expect(cache.entries.size).toBe(1)
    await plain.$cache.invalidate({ tables: todos })
    expect(cache.entries.size).toBe(0)
  })

  it('is of no effect where there is none', async () => {
    const db = withAuth(drizzle({ client: database.pool }))
    await db.$cache.invalidate({ tags: 'mine' })
    await db.$withAuth(alice).$cache.invalidate({ tags: 'mine', tables: todos })
  })

  it('an invalid token invalidates nothing', async () => {
    const cache = new MapCache('explicit')
    const db = withAuth(drizzle({ client: database.pool, cache }))
    await db.$withAuth(alice).select(asked).from(todos).$withCache({ tag: 'mine' })
    const over = trustClaims({ sub: 'bob', exp: Math.floor(Date.now() / 1000) - 60 })
    await expect(db.$withAuth(over).$cache.invalidate({ tags: 'mine' })).rejects.toMatchObject({
      code: 'token_expired',
    })
    expect(cache.entries.size).toBe(1)
  })

  it('reaches every replica, whichever cache it has', async () => {
    const [first, second] = [new MapCache('explicit'), new MapCache('explicit')]
    const open = (cache: MapCache) => drizzle({ client: database.pool, cache })
    const db = withAuth(withReplicas(open(first), [open(second), open(second)]))
    const read = async (who: AuthSession) => {
      const { $primary, $replicas } = db.$withAuth(who)
      for (const handle of [$primary, ...$replicas]) {
        await handle.select(asked).from(todos).$withCache({ tag: 'mine', autoInvalidate: false })
      }
    }
    const handle = db.$withAuth(bob)
    const invalidations = [
      () => db.$cache.invalidate({ tags: 'mine' }),
      () => handle.$cache.invalidate({ tags: 'mine' }),
      () => handle.$replicas[0]?.$cache.invalidate({ tags: 'mine' }),
      () => handle.transaction((tx) => tx.$cache.invalidate({ tags: 'mine' })),
    ]
    for (const invalidate of invalidations) {
      await read(alice)
      await read(bob)
      expect([first.entries.size, second.entries.size]).toEqual([2, 2])
      await invalidate()
      expect([first.entries.size, second.entries.size]).toEqual([0, 0])
    }
  })

  it('Upstash’s script takes in as many tags as there are users', async () => {
    const cache = upstash('explicit')
    const { db } = over(cache)
    const mine = identityCache(cache, alice, true)
    for (let user = 0; user < 8100; user += 1) await mine.put(`of ${user}`, [], ['todos'], true, {})
    expect(await mine.get('of 8099', ['todos'], true, true)).toEqual([])
    await db.$withAuth(alice).update(todos).set({ title: 'a1' })
    expect(await mine.get('of 8099', ['todos'], true, true)).toBe(undefined)
  })
})
