import { trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rowsOf, startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
})
afterAll(() => database?.close())

const db = () => withAuth(drizzle({ client: database.pool })).$withAuth(trustClaims({ sub: 'alice' }))

/** Runs a callback while another transaction keeps a snapshot of two todos, and a third was added since. */
async function withSnapshot(run: (snapshot: string) => Promise<void>): Promise<void> {
  const keeper = await database.owner.connect()
  try {
    await keeper.query('begin isolation level repeatable read')
    const { rows } = await keeper.query('select pg_export_snapshot() as id')
    await database.owner.query("insert into todos (user_id, title) values ('alice', 'later')")
    await run(rows[0].id)
  } finally {
    await keeper.query('rollback')
    keeper.release()
    await database.owner.query("delete from todos where title = 'later'")
  }
}

describe('a snapshot of another transaction', () => {
  it('is what the transaction sees, as the user', async () => {
    await withSnapshot(async (snapshot) => {
      expect(await db().$count(todos)).toBe(3)
      const seen = await db().transaction(
        async (tx) => [await tx.$count(todos), rowsOf(await tx.execute(sql`select auth.user_id() as id`))],
        { isolationLevel: 'repeatable read', snapshot },
      )
      expect(seen).toEqual([2, [{ id: 'alice' }]])
    })
  })

  it('can be set by setTransaction, before the first statement', async () => {
    await withSnapshot(async (snapshot) => {
      const seen = await db().transaction(async (tx) => {
        await tx.setTransaction({ isolationLevel: 'repeatable read', snapshot })
        return await tx.$count(todos)
      })
      expect(seen).toBe(2)
      const late = db().transaction(async (tx) => {
        await tx.$count(todos)
        await tx.setTransaction({ isolationLevel: 'repeatable read', snapshot })
      })
      await expect(late).rejects.toMatchObject({ code: 'unsupported' })
    })
  })

  it('an identifier that is none reaches no SQL', async () => {
    for (const snapshot of ["x'; commit; --", '', '1', '00000003-0000001B-1 ', 7 as unknown as string]) {
      const config = { isolationLevel: 'repeatable read', snapshot } as const
      const outcome = db().transaction((tx) => tx.$count(todos), config)
      await expect(outcome).rejects.toBeInstanceOf(TypeError)
    }
  })

  it('one that is gone fails as PostgreSQL says', async () => {
    const config = { isolationLevel: 'repeatable read', snapshot: '00000003-0000001B-1' } as const
    const outcome = db().transaction((tx) => tx.$count(todos), config)
    await expect(outcome).rejects.toMatchObject({ cause: { severity: 'ERROR' } })
    expect(await db().$count(todos)).toBe(2)
  })
})
