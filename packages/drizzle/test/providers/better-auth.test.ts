import { createVerifier, providers, trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBetterAuth } from '../../../../examples/guides/test/support/better-auth-server.js'
import { startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

let database: TodoDatabase
let login: Awaited<ReturnType<typeof startBetterAuth>>

beforeAll(async () => {
  database = await startTodoDatabase()
  login = await startBetterAuth(String(database.owner.options.connectionString))
})
afterAll(async () => {
  await login?.close()
  await database?.close()
})

const signUp = async (name: string) => {
  const headers = await login.signUp(name)
  const found = await login.auth.api.getSession({ headers })
  if (found === null) throw new Error('Nobody is signed in.')
  return { headers, userId: found.user.id, expiresAt: found.session.expiresAt.getTime() / 1000 }
}

describe('the real Better Auth', () => {
  it('leads two people from sign-up to their own rows, by token and by session', async () => {
    const verifier = createVerifier(providers.betterAuth({ baseURL: login.baseURL }))
    const db = withAuth(drizzle({ client: database.pool }), { verifier })
    const people = [await signUp('alice'), await signUp('bob')]
    for (const { headers, userId } of people) {
      await db
        .$withAuth(await login.tokenOf(headers))
        .insert(todos)
        .values({ userId, title: userId })
    }
    for (const { headers, userId, expiresAt } of people) {
      const own = [expect.objectContaining({ userId, title: userId })]
      expect(
        await db
          .$withAuth(await login.tokenOf(headers))
          .select()
          .from(todos),
      ).toEqual(own)
      const session = trustClaims({ sub: userId }, { expiresAt })
      expect(await db.$withAuth(session).select().from(todos)).toEqual(own)
    }
  })

  it('signs for its own address alone', async () => {
    const { headers } = await signUp('carol')
    const token = await login.tokenOf(headers)
    const db = withAuth(drizzle({ client: database.pool }), {
      verifier: createVerifier(
        providers.betterAuth({ baseURL: login.baseURL.replace('127.0.0.1', 'localhost') }),
      ),
    })
    await expect(Promise.resolve(db.$withAuth(token).select().from(todos))).rejects.toMatchObject({
      code: 'token_issuer_mismatch',
      status: 401,
    })
  })
})
