import { createIssuer, createVerifier, generateSigningKey } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
})
afterAll(() => database?.close())

it('row 19: neither claims nor tokens reach the logger or an error', async () => {
  const { privateJwk } = await generateSigningKey()
  const issuer = createIssuer({ privateJwk })
  const token = await issuer.sign({ sub: 'marker-91ab', secret: 'marker-91ab' })
  const log: string[] = []
  const db = withAuth(
    drizzle({
      client: database.pool,
      logger: { logQuery: (query, params) => log.push(`${query} ${JSON.stringify(params)}`) },
    }),
    { verifier: createVerifier({ jwks: issuer.jwks }) },
  ).$withAuth(token)

  await db.select().from(todos)
  await db.transaction(async (tx) => tx.transaction(async (nested) => nested.$count(todos)))
  await db.batch([db.select().from(todos), db.execute(sql`select 1`)])
  const failing: (() => PromiseLike<unknown>)[] = [
    () => db.execute(sql`select 1/0`),
    () => db.transaction(async (tx) => tx.execute(sql`select nope`)),
    () => db.batch([db.execute(sql`select 1/0`)]),
    () => db.insert(todos).values({ userId: 'somebody else', title: 'x' }),
    () => db.execute(sql`commit`),
  ]
  const errors: unknown[] = []
  for (const call of failing) {
    await call().then(
      () => expect.unreachable(),
      (reason: unknown) => errors.push(reason),
    )
  }
  expect(log.length).toBeGreaterThanOrEqual(6)
  for (const error of errors) {
    for (let at = error as Error | undefined; at !== undefined; at = at.cause as Error | undefined) {
      log.push(`${at.message} ${at.stack} ${JSON.stringify(at)}`)
    }
  }
  const everything = log.join('\n')
  expect(everything).not.toContain('marker-91ab')
  expect(everything).not.toContain(token.split('.')[1])
})
