import { asUser, withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
})
afterAll(() => database?.close())

it('the sample of the README runs', async () => {
  const { pool } = database
  // #region as-user
  const db = withAuth(drizzle({ client: pool }))

  await asUser(db, { sub: 'erin' }).insert(todos).values({ userId: 'erin', title: 'hers' })
  expect(await asUser(db, { sub: 'erin' }).$count(todos)).toBe(1)
  expect(await asUser(db, { sub: 'frank' }).$count(todos)).toBe(0)

  await db.transaction(async (tx) => {
    const editor = asUser(db, { sub: 'erin' }, { role: 'editor', in: tx })
    await editor.update(todos).set({ title: 'edited' })
  })
  // #endregion as-user
  expect(await asUser(db, { sub: 'erin' }).select({ title: todos.title }).from(todos)).toEqual([
    { title: 'edited' },
  ])
})
