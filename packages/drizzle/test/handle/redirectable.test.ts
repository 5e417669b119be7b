import { AuthError } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTodoDatabase, type TodoDatabase } from '../support/todo-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
})
afterAll(() => database?.close())

describe('row 17: a session that holds on to its client', () => {
  it('is refused, because its queries would run as the login role', () => {
    const plain = drizzle({ client: database.pool })
    const { session } = plain as unknown as { session: { prepareQuery(...args: unknown[]): unknown } }
    const captured = Object.create(session)
    captured.prepareQuery = (...args: unknown[]) => session.prepareQuery(...args)
    Object.assign(plain, { session: captured })
    expect(() => withAuth(plain)).toThrow(AuthError)
    expect(() => withAuth(plain)).toThrow(expect.objectContaining({ code: 'unsupported' }))
  })

  it('is what no supported version has: withAuth logs and sends nothing', async () => {
    const log: string[] = []
    const before = database.pool.totalCount
    withAuth(drizzle({ client: database.pool, logger: { logQuery: (query) => log.push(query) } }))
    expect(log).toEqual([])
    expect(database.pool.totalCount).toBe(before)
  })
})
