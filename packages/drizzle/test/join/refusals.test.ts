import { neon } from '@neondatabase/serverless'
import { trustClaims } from '@rowauth/core'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import { withAuth } from '@rowauth/drizzle'
import { drizzle as overHttp } from 'drizzle-orm/neon-http'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTodoDatabase, type TodoDatabase } from '../support/todo-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
})
afterAll(() => database?.close())

const alice = trustClaims({ sub: 'alice' })
const open = () => withAuth(drizzle({ client: database.pool }))

describe('`in`', () => {
  it('takes nothing but an open transaction', async () => {
    const db = open()
    const handle = db.$withAuth(alice)
    const others: unknown[] = [
      undefined,
      null,
      {},
      database.pool,
      handle,
      overHttp({ client: neon('postgresql://u:p@db.example/d') }),
    ]
    for (const other of others) {
      expect(() => db.$withAuth(alice, { in: other as object })).toThrow(/`in` must be an open transaction/)
    }
    await handle.transaction(async (tx) => {
      expect(() => db.$withAuth(alice, { in: tx })).toThrow(TypeError)
    })
  })

  it('refuses a pool, on which no transaction can be open', () => {
    const db = open()
    expect(() => db.$withAuth(alice, { in: db })).toThrow(TypeError)
  })
})

describe('what cannot join a transaction says so', () => {
  it('neon-http', () => {
    const plain = overHttp({ client: neon('postgresql://u:p@db.example/d') })
    expect(() => withAuth(plain).$withAuth(alice, { in: plain })).toThrow(
      expect.objectContaining({ code: 'unsupported' }),
    )
  })

  it('a driver that cannot', async () => {
    const db = withAuth(drizzle({ client: database.pool }), {
      driver: (client) => {
        const { query, batch, transaction } = nodePostgres(client)
        return { query, batch, transaction }
      },
    })
    await db.transaction(async (tx) => {
      expect(() => db.$withAuth(alice, { in: tx })).toThrow(expect.objectContaining({ code: 'unsupported' }))
    })
  })
})
