import { inspect } from 'node:util'
import { trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import * as orm from 'drizzle-orm'
import { is, sql } from 'drizzle-orm'
import { drizzle, NodePgDatabase } from 'drizzle-orm/node-postgres'
import { union, withReplicas } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { notes, rowsOf, startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
})
afterAll(() => database?.close())

const alice = trustClaims({ sub: 'alice' })
const bob = trustClaims({ sub: 'bob' })
const titles = { title: todos.title }
const ofAlice = [{ title: 'a1' }, { title: 'a2' }]

/** A database with relational queries: 1.0 takes them from `relations`, 0.45 from `schema`. */
const open = (): ReturnType<typeof drizzle> => {
  const defineRelations: unknown = Reflect.get(orm, 'defineRelations')
  const schema = { todos, notes }
  const relational =
    typeof defineRelations === 'function' ? { relations: defineRelations(schema) } : { schema }
  return drizzle({ client: database.pool, ...relational })
}
interface Relational {
  findMany(config: object): PromiseLike<unknown>
}

describe('ways around a handle', () => {
  it('relational builders are the user’s, however they are taken out of `query`', async () => {
    const handle = withAuth(open()).$withAuth(alice)
    const query = handle.query as unknown as Record<string, Relational>
    const found = [
      query.todos,
      Object.values(query)[0],
      { ...query }.todos,
      Object.assign({}, query).todos,
      Object.getOwnPropertyDescriptor(query, 'todos')?.value,
      Object.getOwnPropertyDescriptors(query).todos?.value,
    ] as (Relational | undefined)[]
    expect(found).toHaveLength(6)
    for (const builder of found) {
      expect(await builder?.findMany({ columns: { title: true } })).toEqual(ofAlice)
    }
    expect(Object.keys(query)).toEqual(['todos', 'notes'])
    expect('todos' in query).toBe(true)
    expect('nothing' in query).toBe(false)
    expect(query.nothing).toBeUndefined()
    expect(query.constructor === undefined || typeof query.constructor === 'function').toBe(true)
  })

  it('what is done to the `query` of a handle reaches neither the database nor another handle', () => {
    const plain = open()
    const db = withAuth(plain)
    const before = Object.keys(plain.query)
    const query = db.$withAuth(alice).query as unknown as Record<string, unknown>
    expect(Reflect.set(query, 'planted', { session: null })).toBe(false)
    expect(Reflect.defineProperty(query, 'planted', { value: 1, configurable: true })).toBe(false)
    expect(Reflect.deleteProperty(query, 'todos')).toBe(false)
    expect(Reflect.setPrototypeOf(query, { planted: 1 })).toBe(false)
    expect(Object.keys(plain.query)).toEqual(before)
    expect(Reflect.get(plain.query, 'planted')).toBeUndefined()
    expect(Reflect.get(db.$withAuth(bob).query, 'planted')).toBeUndefined()
  })

  it('row 17: a database that was wrapped, derived or extended before gives handles without its own members', async () => {
    const plain = open()
    const derived = Object.create(plain, {
      audit: { value: () => plain.execute('select 1') },
    }) as typeof plain
    const bases = [withAuth(plain), withAuth(withAuth(plain)), derived]
    for (const base of bases) {
      const handle = withAuth(base).$withAuth(alice)
      for (const member of ['$client', '$withAuth', 'audit', 'authToken']) {
        expect([member, Reflect.get(handle, member)]).toEqual([member, undefined])
      }
      expect(await handle.select(titles).from(todos).orderBy(todos.id)).toEqual(ofAlice)
      expect(await handle.transaction(async (tx) => Reflect.get(tx, '$client'))).toBeUndefined()
    }
    const replicated = withAuth(withReplicas(withAuth(plain), [withAuth(open())])).$withAuth(alice)
    const members = replicated as unknown as { $primary: object; $replicas: object[] }
    for (const member of [replicated, members.$primary, ...members.$replicas]) {
      expect(Reflect.get(member, '$client')).toBeUndefined()
      expect(Reflect.get(member, '$withAuth')).toBeUndefined()
    }
  })

  it('a handle, or the tx of one, is not wrapped again: its queries would stay the first user’s', async () => {
    const db = withAuth(open())
    const handle = db.$withAuth(alice)
    const driver = () => expect.unreachable()
    expect(() => withAuth(handle)).toThrow(TypeError)
    expect(() => withAuth(handle, { driver })).toThrow(TypeError)
    await handle.transaction(async (tx) => {
      expect(() => withAuth(tx, { driver })).toThrow(TypeError)
    })
  })

  it('copies of a handle are authenticated or of no use', async () => {
    const handle = withAuth(open()).$withAuth(alice)
    const who = sql`select auth.user_id() as id`
    const copies = [{ ...handle }, Object.assign({}, handle), Object.create(handle)] as (typeof handle)[]
    for (const copy of copies) {
      expect(rowsOf(await copy.execute(who))).toEqual([{ id: 'alice' }])
      expect(Reflect.get(copy, '$client')).toBeUndefined()
    }
    expect(() => structuredClone(handle)).toThrow()
  })

  it('Drizzle’s own session methods run as the user, or are refused', async () => {
    const { session } = withAuth(open()).$withAuth(alice) as unknown as { session: Record<string, unknown> }
    const who = sql`select auth.user_id() as id, current_user as role`
    const call = async (name: string, ...args: unknown[]) => {
      const method = session[name]
      return typeof method === 'function' ? method.apply(session, args) : undefined
    }
    const expected = { id: 'alice', role: 'authenticated' }
    expect(rowsOf(await call('execute', who))).toEqual([expected])
    for (const name of ['all', 'objects']) expect((await call(name, who)) ?? [expected]).toEqual([expected])
    expect((await call('arrays', who)) ?? [Object.values(expected)]).toEqual([Object.values(expected)])
    const direct = (session.client as { query(text: string): unknown }).query
    await expect((async () => direct('select 1'))()).rejects.toMatchObject({ code: 'unsupported' })
  })

  it('is a Drizzle database to Drizzle, and tells no secrets to a printer', () => {
    const handle = withAuth(open()).$withAuth(trustClaims({ sub: 'marker-2a7f' }))
    expect(is(handle, NodePgDatabase)).toBe(true)
    expect(inspect(handle, { depth: 6, showHidden: true })).not.toMatch(/marker-2a7f|app:app|'app'/)
  })
})

describe('queries as promises', () => {
  it('run anew each time they are awaited, as the user', async () => {
    const handle = withAuth(open()).$withAuth(alice)
    const queries: (() => PromiseLike<unknown> & { catch: unknown; finally: unknown })[] = [
      () => handle.select(titles).from(todos).orderBy(todos.id),
      () => handle.$count(todos) as never,
      () => union(handle.select(titles).from(todos), handle.select(titles).from(todos)).orderBy(todos.title),
    ]
    for (const make of queries) {
      const query = make() as Promise<unknown>
      const expected = await make()
      const finals: string[] = []
      expect(await query).toEqual(expected)
      expect(await query.then((value) => value)).toEqual(expected)
      expect(await query.catch(() => 'caught')).toEqual(expected)
      expect(await query.finally(() => finals.push('done'))).toEqual(expected)
      expect(await Promise.all([query, query])).toEqual([expected, expected])
      expect(finals).toEqual(['done'])
    }
  })

  it('a set operation runs as the handle of its left side, whatever is on the right', async () => {
    const db = withAuth(open())
    const [a, b] = [db.$withAuth(alice), db.$withAuth(bob)]
    const both = await union(a.select(titles).from(todos), b.select(titles).from(todos)).orderBy(todos.title)
    expect(both).toEqual(ofAlice)
    const inside = b.select(titles).from(todos).as('inside')
    expect(await a.select().from(inside).orderBy(inside.title)).toEqual(ofAlice)
    const cte = b.$with('cte').as(b.select(titles).from(todos))
    expect(await a.with(cte).select().from(cte).orderBy(cte.title)).toEqual(ofAlice)
  })
})
