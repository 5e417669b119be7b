import { trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { withReplicas } from 'drizzle-orm/pg-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
})
afterAll(() => database?.close())

let warnings: (Error & { code?: string })[]
const note = (warning: Error) => warnings.push(warning)
beforeEach(() => {
  warnings = []
  process.on('warning', note)
})
afterEach(() => {
  process.off('warning', note)
  vi.unstubAllEnvs()
})
/** Warnings are emitted on the next turn of the event loop. */
const emitted = async () => {
  await new Promise((resolve) => setImmediate(resolve))
  return warnings.filter(({ code }) => code === 'ROWAUTH_OTHER_TRANSACTION')
}

const alice = trustClaims({ sub: 'alice' })
const plain = () => drizzle({ client: database.pool })

describe('a handle that is used inside a transaction of the plain database', () => {
  it('is warned of once, because what the outer one rolls back the inner one leaves', async () => {
    const db = withAuth(plain())
    const calls = [
      () => db.$withAuth(alice).$count(todos),
      () => db.$withAuth(alice).batch([]),
      () => db.$withAuth(alice).transaction(async (tx) => tx.$count(todos)),
    ]
    for (const call of calls) await db.transaction(async () => void (await call()))
    const seen = await emitted()
    expect(seen).toHaveLength(1)
    expect(seen[0]?.message).toMatch(/\$withAuth\(token, \{ in: tx \}\)/)
  })

  it.each([
    ['a query', (db: ReturnType<ReturnType<typeof open>['$withAuth']>) => db.$count(todos)],
    ['a batch', (db: ReturnType<ReturnType<typeof open>['$withAuth']>) => db.batch([])],
    ['raw SQL', (db: ReturnType<ReturnType<typeof open>['$withAuth']>) => db.execute(sql`select 1`)],
    [
      'a transaction',
      (db: ReturnType<ReturnType<typeof open>['$withAuth']>) => db.transaction(async () => undefined),
    ],
  ])('is noticed in %s', async (_, call) => {
    const db = open()
    const handle = db.$withAuth(alice)
    await db.transaction(async () => void (await call(handle)))
    expect(await emitted()).toHaveLength(1)
  })

  it('and nowhere else', async () => {
    const db = open()
    const handle = db.$withAuth(alice)
    await db.transaction(async (tx) => tx.execute(sql`select 1`), { accessMode: 'read only' })
    await handle.$count(todos)
    await handle.transaction(async (tx) => tx.transaction((nested) => nested.$count(todos)))
    expect(await emitted()).toEqual([])
  })

  it('with replicas, too', async () => {
    const db = withAuth(withReplicas(plain(), [plain()]))
    await db.transaction(async () => void (await db.$withAuth(alice).$primary.$count(todos)))
    expect(await emitted()).toHaveLength(1)
  })

  it('in production transactions are Drizzle’s own', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    const own = plain()
    const db = withAuth(own)
    expect(db.transaction).toBe(own.transaction)
    await db.transaction(async () => void (await db.$withAuth(alice).$count(todos)))
    expect(await emitted()).toEqual([])
  })
})

function open() {
  return withAuth(plain())
}
