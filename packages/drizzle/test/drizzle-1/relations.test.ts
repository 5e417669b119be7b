import { trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { defineRelations } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { withReplicas } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import { notes, startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

const relations = defineRelations({ todos, notes }, (r) => ({
  todos: { notes: r.many.notes({ from: r.todos.id, to: r.notes.todoId }) },
  notes: { todo: r.one.todos({ from: r.notes.todoId, to: r.todos.id }) },
}))

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
})
afterAll(() => database?.close())

const alice = trustClaims({ sub: 'alice' })
const bob = trustClaims({ sub: 'bob' })
const open = () => drizzle({ client: database.pool, relations })

describe('drizzle-orm 1.0', () => {
  it('query.* with relations, alone, in a transaction, in a batch', async () => {
    const db = withAuth(open()).$withAuth(alice)
    const config = {
      columns: { title: true },
      with: { notes: { columns: { body: true } } },
      orderBy: { id: 'asc' },
    } as const
    const expected = [
      { title: 'a1', notes: [{ body: 'note of a1' }] },
      { title: 'a2', notes: [{ body: 'note of a2' }] },
    ]
    const rows = await db.query.todos.findMany(config)
    expectTypeOf(rows).toEqualTypeOf<{ title: string; notes: { body: string }[] }[]>()
    expect(rows).toEqual(expected)
    expect(await db.transaction((tx) => tx.query.todos.findMany(config))).toEqual(expected)
    const [found, first] = await db.batch([db.query.todos.findMany(config), db.query.notes.findFirst()])
    expectTypeOf(found).toEqualTypeOf<{ title: string; notes: { body: string }[] }[]>()
    expect(found).toEqual(expected)
    expect(first?.body).toBe('note of a1')
    expect(Object.keys(db.query)).toEqual(['todos', 'notes'])
    expect(
      await withAuth(open())
        .$withAuth(bob)
        .query.notes.findMany({ columns: { body: true } }),
    ).toEqual([{ body: 'note of b1' }])
    const prepared = db.query.todos.findFirst(config).prepare('first_todo')
    expect(await prepared.execute()).toEqual(expected[0])
  })

  it('infers what the wrapped database infers', async () => {
    const plain = open()
    const db = withAuth(plain)
    const handle = db.$withAuth(alice)
    expectTypeOf(handle.select).toEqualTypeOf(plain.select)
    expectTypeOf(handle.query).toEqualTypeOf(plain.query)
    expectTypeOf(handle.insert).toEqualTypeOf(plain.insert)
    expectTypeOf(handle.transaction).toEqualTypeOf(plain.transaction)
    expectTypeOf(await handle.$count(todos)).toEqualTypeOf<number>()
    expectTypeOf(handle.update(todos).set({ title: 'x' }).returning({ id: todos.id })).resolves.toEqualTypeOf<
      { id: number }[]
    >()
    expectTypeOf(handle).not.toHaveProperty('$client')
    expectTypeOf(handle).not.toHaveProperty('$withAuth')
  })

  it('withReplicas: $replica is authenticated too', async () => {
    const [primary, first, second] = [open(), open(), open()]
    let turn = 0
    const replicated = withReplicas(primary, [first, second], () => (turn++ % 2 === 0 ? first : second))
    const db = withAuth(replicated).$withAuth(bob)
    for (let n = 0; n < 3; n += 1) {
      expect(await db.$replica.select({ title: todos.title }).from(todos)).toEqual([{ title: 'b1' }])
      expect(await db.$replica.query.todos.findMany({ columns: { title: true } })).toEqual([{ title: 'b1' }])
    }
    expect(turn).toBe(6)
    expect(await db.select({ title: todos.title }).from(todos)).toEqual([{ title: 'b1' }])
    expect(await db.$primary.$count(todos)).toBe(1)
    expect(await db.transaction(async (tx) => tx.$count(todos))).toBe(1)
    expect(await db.batch([db.select({ title: todos.title }).from(todos)])).toEqual([[{ title: 'b1' }]])
    expect(db.$replicas).toHaveLength(2)
  })

  it('withReplicas: replicas come and go, and what is none is refused', async () => {
    const [primary, first, later, stranger] = [open(), open(), open(), open()]
    const replicas: [typeof first, ...(typeof first)[]] = [first]
    let chosen = first
    const db = withAuth(withReplicas(primary, replicas, () => chosen))
    const read = async () => db.$withAuth(bob).$replica.select({ title: todos.title }).from(todos)
    expect(await read()).toEqual([{ title: 'b1' }])
    replicas.push(later)
    chosen = later
    expect(await read()).toEqual([{ title: 'b1' }])
    chosen = stranger
    await expect(read()).rejects.toThrow(TypeError)
    const handle = db.$withAuth(bob)
    expect(Reflect.get(handle, '$client')).toBeUndefined()
    for (const member of [handle.$primary, ...handle.$replicas]) {
      expect(Reflect.get(member, '$client')).toBeUndefined()
      expect(await member.$count(todos)).toBe(1)
    }
  })
})
