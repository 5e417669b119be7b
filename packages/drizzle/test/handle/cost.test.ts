import { trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { startProxy } from '@rowauth/testing'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
})
afterAll(() => database?.close())

const alice = trustClaims({ sub: 'alice' })

it('costs the round trips that are promised', async () => {
  await using proxy = await startProxy(database.url)
  const pool = new pg.Pool({ connectionString: proxy.connectionString, max: 1 })
  try {
    const db = withAuth(drizzle({ client: pool })).$withAuth(alice)
    await db.$count(todos)
    const cost = async (call: () => PromiseLike<unknown>) => {
      proxy.reset()
      await call()
      return proxy.roundTrips
    }
    expect(await cost(() => db.select().from(todos))).toBe(1)
    expect(await cost(() => db.select().from(todos))).toBe(1)
    const select = () => db.select().from(todos)
    expect(await cost(() => db.batch([select(), select(), select(), select(), select()]))).toBe(1)
    for (const statements of [0, 1, 3]) {
      const transaction = () =>
        db.transaction(async (tx) => {
          for (let n = 0; n < statements; n += 1) await tx.select().from(todos)
        })
      expect(await cost(transaction)).toBe(statements === 0 ? 0 : statements + 1)
    }
  } finally {
    await pool.end()
  }
})

it('$withAuth sends nothing and touches no table of the schema', async () => {
  await using proxy = await startProxy(database.url)
  const pool = new pg.Pool({ connectionString: proxy.connectionString, max: 1 })
  const plain = drizzle({ client: pool })
  let touched = 0
  // Stands for a schema: the handle may look a table up when it is asked for, never before.
  const builder = { session: undefined, findMany: () => [] }
  const query = new Proxy(
    { todos: builder },
    {
      get: (target, key, receiver) => {
        touched += 1
        return Reflect.get(target, key, receiver)
      },
      ownKeys: (target) => {
        touched += 1
        return Reflect.ownKeys(target)
      },
    },
  )
  Object.defineProperty(plain, 'query', { value: query })
  const handle = withAuth(plain).$withAuth(alice)
  expect(touched).toBe(0)
  expect(Reflect.get(handle.query, 'todos')).not.toBe(builder)
  expect(touched).toBe(1)
  expect(proxy.connections).toBe(0)
  await pool.end()
})
