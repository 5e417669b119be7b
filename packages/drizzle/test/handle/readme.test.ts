import { createIssuer, createVerifier, generateSigningKey } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rowsOf, startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
})
afterAll(() => database?.close())

describe('the samples of the README', () => {
  it('run', async () => {
    const { pool } = database
    const { privateJwk } = await generateSigningKey()
    const issuer = createIssuer({ privateJwk })
    const { jwks } = issuer
    const token = await issuer.sign({ sub: 'reader', role: 'editor' })

    // #region use
    const db = withAuth(drizzle({ client: pool }), { verifier: createVerifier({ jwks }) })

    const mine = db.$withAuth(token)
    await mine.insert(todos).values({ userId: 'reader', title: 'write the README' })
    const rows = await mine.select().from(todos).where(eq(todos.title, 'write the README'))

    const visitor = db.$withAuth(null)
    const published = await visitor.select().from(todos)
    // #endregion use
    expect(rows).toHaveLength(1)
    expect(published).toMatchObject([{ title: 'public' }])

    // #region together
    const [updated, count] = await mine.batch([
      mine.update(todos).set({ title: 'done' }).returning({ id: todos.id }),
      mine.$count(todos),
    ])

    await mine.transaction(
      async (tx) => {
        const [first] = await tx.select().from(todos).limit(1)
        if (first) await tx.delete(todos).where(eq(todos.id, first.id))
      },
      { isolationLevel: 'serializable' },
    )
    // #endregion together
    expect(updated).toHaveLength(1)
    expect(count).toBe(1)
    expect(await mine.$count(todos)).toBe(0)

    // #region roles
    const byRole = withAuth(drizzle({ client: pool }), {
      verifier: createVerifier({ jwks }),
      roles: { claim: 'role', allowed: ['editor'] },
      settings: { statement_timeout: '5s' },
    })
    const result = await byRole.$withAuth(token).execute(sql`select current_user as role`)
    // #endregion roles
    expect(rowsOf(result)).toEqual([{ role: 'editor' }])
  })
})
