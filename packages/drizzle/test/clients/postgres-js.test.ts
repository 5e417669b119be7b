import { postgresJs } from '@rowauth/driver/postgres-js'
import { trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { sql as sqlOf } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

let database: TodoDatabase
let sql: postgres.Sql
beforeAll(async () => {
  database = await startTodoDatabase()
  sql = postgres(database.url)
})
afterAll(async () => {
  await postgresJs(sql).end()
  await sql?.end()
  await database?.close()
})
const alice = trustClaims({ sub: 'alice' })

it('works', async () => {
  const db = withAuth(drizzle({ client: sql }))
  expect(await db.$withAuth(alice).select({ title: todos.title }).from(todos)).toEqual([{ title: 'a1' }, { title: 'a2' }])
  expect(await db.$withAuth(alice).execute(sqlOf`select auth.user_id() as id, ${7}::int as n`)).toEqual([{ id: 'alice', n: 7 }])
})
