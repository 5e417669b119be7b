import { type Claims, createIssuer, createVerifier, generateSigningKey } from '@rowauth/core'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import { type AuthQueries, withAuth } from '@rowauth/drizzle'
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

    // #region roles-of-providers
    const keycloak = withAuth(drizzle({ client: pool }), {
      verifier: createVerifier({ jwks }),
      roles: { claim: ['realm_access', 'roles'], allowed: ['editor', 'author'] },
    })
    const byScope = withAuth(drizzle({ client: pool }), {
      verifier: createVerifier({ jwks }),
      roles: {
        from: ({ scope }) => (String(scope).split(' ').includes('posts:write') ? 'editor' : undefined),
        allowed: ['editor'],
      },
    })
    // #endregion roles-of-providers
    const roleOf = async (db: typeof keycloak, claims: Claims) =>
      rowsOf(await db.$withAuth(await issuer.sign(claims)).execute(sql`select current_user as role`))
    expect(await roleOf(keycloak, { realm_access: { roles: ['x', 'editor'] } })).toEqual([{ role: 'editor' }])
    expect(await roleOf(byScope, { scope: 'posts:read posts:write' })).toEqual([{ role: 'editor' }])
    expect(await roleOf(byScope, { scope: 'posts:read' })).toEqual([{ role: 'authenticated' }])
  })

  it('of functions and drivers run', async () => {
    const { pool } = database
    const { privateJwk } = await generateSigningKey()
    const { jwks, sign } = createIssuer({ privateJwk })
    const token = await sign({ sub: 'alice' })

    // #region functions
    const db = withAuth(drizzle({ client: pool }), { verifier: createVerifier({ jwks }) })

    async function rename(queries: AuthQueries<typeof db>, title: string) {
      return await queries.update(todos).set({ title }).returning({ id: todos.id })
    }

    const mine = db.$withAuth(token)
    const renamed = await rename(mine, 'renamed')
    await mine
      .transaction(async (tx) => {
        await rename(tx, 'and again')
        tx.rollback()
      })
      .catch(() => {})
    // #endregion functions
    expect(renamed).toHaveLength(2)
    expect(await mine.select({ title: todos.title }).from(todos)).toEqual([
      { title: 'renamed' },
      { title: 'renamed' },
    ])

    // #region driver
    const unprepared = withAuth(drizzle({ client: pool }), {
      verifier: createVerifier({ jwks }),
      driver: (client) => nodePostgres(client, { prepare: false }),
    })
    // #endregion driver
    expect(await unprepared.$withAuth(token).$count(todos)).toBe(2)
  })
})
