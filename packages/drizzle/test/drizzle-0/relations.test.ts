import { trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { relations } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { withReplicas } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import { notes, startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

const schema = {
  todos,
  notes,
  todosRelations: relations(todos, ({ many }) => ({ notes: many(notes) })),
  notesRelations: relations(notes, ({ one }) => ({
    todo: one(todos, { fields: [notes.todoId], references: [todos.id] }),
  })),
}

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
})
afterAll(() => database?.close())

const alice = trustClaims({ sub: 'alice' })
const bob = trustClaims({ sub: 'bob' })
const open = () => drizzle(database.pool, { schema })

describe('drizzle-orm 0.45', () => {
  it('query.* with relations, alone, in a transaction, in a batch', async () => {
    const db = withAuth(open()).$withAuth(alice)
    const config = { columns: { title: true }, with: { notes: { columns: { body: true } } } } as const
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
    expectTypeOf(db.$withAuth).parameter(0).not.toEqualTypeOf<undefined>()
  })

  it('withReplicas: reads go where its own choice says, as the user', async () => {
    const [primary, first, second] = [open(), open(), open()]
    let turn = 0
    const replicated = withReplicas(primary, [first, second], () => (turn++ % 2 === 0 ? first : second))
    const db = withAuth(replicated).$withAuth(bob)
    for (let n = 0; n < 3; n += 1) {
      expect(await db.select({ title: todos.title }).from(todos)).toEqual([{ title: 'b1' }])
      expect(await db.query.todos.findMany({ columns: { title: true } })).toEqual([{ title: 'b1' }])
      expect(await db.$count(todos)).toBe(1)
    }
    expect(turn).toBe(9)
    await db.update(todos).set({ title: 'b1' })
    await db.transaction(async (tx) => tx.$count(todos))
    const { rows } = await db.$primary.execute('select auth.user_id() as id')
    expect(rows).toEqual([{ id: 'bob' }])
    const mine = db.$with('mine').as(db.select().from(todos))
    expect(await db.with(mine).select().from(mine)).toHaveLength(1)
    expect(db.$replicas).toHaveLength(2)
  })

  it('withReplicas: replicas come and go, and what is none is refused', async () => {
    const [primary, first, later, stranger] = [open(), open(), open(), open()]
    const replicas: [typeof first, ...(typeof first)[]] = [first]
    let chosen = first
    const db = withAuth(withReplicas(primary, replicas, () => chosen))
    const read = async () => db.$withAuth(bob).select({ title: todos.title }).from(todos)
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
