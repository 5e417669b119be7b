import { trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
})
afterAll(() => database?.close())

it('the samples of the README run', async () => {
  const { pool } = database
  const token = trustClaims({ sub: 'alice' })
  const lines: string[] = []
  const log = (line: string) => lines.push(line)
  const [update, audit] = [
    "update todos set title = 'undone'",
    "select 'what the application does as itself'",
  ]

  // #region join
  const db = withAuth(drizzle({ client: pool }))
  const outcome = db.transaction(async (tx) => {
    await tx.execute(audit)
    const mine = db.$withAuth(token, { in: tx })
    await mine.execute(update)
    tx.rollback()
  })
  // #endregion join
  await expect(outcome).rejects.toThrow()
  expect(await db.$withAuth(token).select({ title: todos.title }).from(todos).orderBy(todos.id)).toEqual([
    { title: 'a1' },
    { title: 'a2' },
  ])

  // #region observe
  const observed = withAuth(drizzle({ client: pool }), {
    onQuery: ({ text, role, rows, durationMs, error }) => {
      log(`${role}: ${text} gave ${error ?? rows} after ${durationMs.toFixed(1)} ms`)
    },
  })
  // #endregion observe
  await observed.$withAuth(token).$count(todos)
  expect(lines).toEqual([expect.stringMatching(/^authenticated: select count.* gave 1 after [\d.]+ ms$/)])
})
