import { Pool } from '@neondatabase/serverless'
import { createIssuer, createVerifier, generateSigningKey } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/neon-serverless'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type NeonWebSocket, startNeonWebSocket } from '../support/neon-websocket.js'
import { startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

let database: TodoDatabase
let neon: NeonWebSocket
beforeAll(async () => {
  database = await startTodoDatabase()
  neon = await startNeonWebSocket(database.url)
})
afterAll(async () => {
  await neon?.close()
  await database?.close()
})

it('the sample of docs/neon.md runs', async () => {
  const connectionString = database.url
  const { sign, jwks } = createIssuer(await generateSigningKey())
  const verifier = createVerifier({ jwks })
  const token = await sign({ sub: 'alice' })

  // #region websocket
  const pool = new Pool({ connectionString })
  const db = withAuth(drizzle({ client: pool }), { verifier })

  const mine = db.$withAuth(token)
  const renamed = await mine.transaction(async (tx) => {
    const [first] = await tx.select().from(todos).orderBy(todos.id).limit(1)
    if (first === undefined) return []
    return await tx.update(todos).set({ title: 'renamed' }).where(eq(todos.id, first.id)).returning()
  })
  // #endregion websocket
  expect(renamed).toMatchObject([{ userId: 'alice', title: 'renamed' }])
  await pool.end()
})
