import { trustClaims } from '@rowauth/core'
import type { OnQuery, QueryEvent } from '@rowauth/driver'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import { withAuth } from '@rowauth/drizzle'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { withReplicas } from 'drizzle-orm/pg-core'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
})
afterAll(() => database?.close())

const alice = trustClaims({ sub: 'alice', email: 'marker-of-a-claim' })

describe('onQuery', () => {
  const open = () => {
    const events: QueryEvent[] = []
    const db = withAuth(drizzle({ client: database.pool }), { onQuery: (event) => events.push(event) })
    const during = async (call: () => PromiseLike<unknown>) => {
      events.length = 0
      await Promise.resolve(call()).catch(() => {})
      return events
    }
    return { handle: db.$withAuth(alice), plain: db, during }
  }

  it('is told of each call, with its text, role and rows', async () => {
    const { handle, plain, during } = open()
    const [event, ...more] = await during(() => handle.select().from(todos).where(eq(todos.title, 'a1')))
    expect(more).toEqual([])
    expect(event).toMatchObject({ role: 'authenticated', roundTrips: 1, rows: 1, error: undefined })
    expect(event?.text).toMatch(/^select .* from "todos" where/)
    expect(event?.parameters()).toEqual([['a1']])
    expect(await during(() => handle.batch([handle.$count(todos), handle.$count(todos)]))).toHaveLength(1)
    expect(await during(() => plain.execute('select 1'))).toEqual([])
  })

  it('is told of what failed, and never of claims', async () => {
    const { handle, during } = open()
    const [event] = await during(() => handle.execute('select 1/0'))
    expect(event).toMatchObject({ text: 'select 1/0', rows: undefined, error: { code: '22012' } })
    expect(JSON.stringify([event, event?.parameters()])).not.toContain('marker-of-a-claim')
  })

  it('is told of the calls of every replica', async () => {
    const events: QueryEvent[] = []
    const plain = () => drizzle({ client: database.pool })
    const db = withAuth(withReplicas(plain(), [plain()]), { onQuery: (event) => events.push(event) })
    const handle = db.$withAuth(alice)
    for (const member of [handle.$primary, ...handle.$replicas]) await member.$count(todos)
    expect(events).toHaveLength(2)
  })
})

describe('onQuery and a driver of the application’s', () => {
  const pool = new pg.Pool()

  it('is handed to the driver that was made for the client', () => {
    const told: OnQuery[] = []
    const onQuery: OnQuery = () => {}
    withAuth(drizzle({ client: pool }), {
      onQuery,
      driver: (client) => {
        const driver = nodePostgres(client)
        return {
          ...driver,
          observedBy: (observer) => {
            told.push(observer)
            return driver
          },
        }
      },
    })
    expect(told).toEqual([onQuery])
  })

  it('needs a driver that can be observed, and must be a function', () => {
    const driver = (client: pg.Pool) => {
      const { query, batch, transaction } = nodePostgres(client)
      return { query, batch, transaction }
    }
    const plain = drizzle({ client: pool })
    expect(() => withAuth(plain, { driver, onQuery: () => {} })).toThrow(/`onQuery` needs a driver/)
    expect(() => withAuth(plain, { driver })).not.toThrow()
    expect(() => withAuth(plain, { onQuery: 'log' as unknown as OnQuery })).toThrow(
      new TypeError('`onQuery` must be a function.'),
    )
  })
})
