import { createIssuer, createVerifier, generateSigningKey, trustClaims, type Verifier } from '@rowauth/core'
import { postgresJs } from '@rowauth/driver/postgres-js'
import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

let database: TodoDatabase
let token: string
let verifier: Verifier
beforeAll(async () => {
  database = await startTodoDatabase()
  const { privateJwk } = await generateSigningKey()
  const { jwks, sign } = createIssuer({ privateJwk })
  verifier = createVerifier({ jwks })
  token = await sign({ sub: 'bob' })
})
afterAll(() => database?.close())

it('runs the samples of the page', async () => {
  const { url } = database
  // #region use
  const sql = postgres(url)
  const db = withAuth(drizzle({ client: sql }), { verifier })

  const mine = await db.$withAuth(token).select().from(todos)
  // #endregion use
  expect(mine).toMatchObject([{ title: 'b1' }])
  // #region end
  await postgresJs(sql).end()
  await sql.end()
  // #endregion end
  await expect(db.$withAuth(token).select().from(todos)).rejects.toMatchObject({
    cause: { code: 'CONNECTION_ENDED' },
  })
})

it('runs the sample for a pooler', async () => {
  const pooledUrl = database.url
  // #region pooled
  const sql = postgres(pooledUrl, { prepare: false, idle_timeout: 20 })
  const db = withAuth(drizzle({ client: sql }), { verifier })
  // #endregion pooled
  expect(await db.$withAuth(trustClaims({ sub: 'bob' })).$count(todos)).toBe(1)
  await postgresJs(sql).end()
  await sql.end()
})
