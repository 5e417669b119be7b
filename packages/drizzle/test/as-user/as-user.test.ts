import { neon } from '@neondatabase/serverless'
import { createVerifier, trustClaims } from '@rowauth/core'
import { type AuthDatabase, asUser, claim, withAuth } from '@rowauth/drizzle'
import { sql } from 'drizzle-orm'
import { drizzle as overNeonHttp } from 'drizzle-orm/neon-http'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import { rowsOf, startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
})
afterAll(() => database?.close())

const plain = () => drizzle({ client: database.pool })
const who = sql`select current_user as role, auth.user_id() as id, current_setting('app.tenant', true) as tenant`
const seen = async (db: { execute(query: typeof who): PromiseLike<unknown> }) =>
  rowsOf(await db.execute(who))[0]

describe('asUser', () => {
  it('is the handle of whoever the claims name, and of a visitor', async () => {
    const db = withAuth(plain(), { settings: { 'app.tenant': claim('tenant') } })
    expect(await seen(asUser(db, { sub: 'alice', tenant: 'red' }))).toEqual({
      role: 'authenticated',
      id: 'alice',
      tenant: 'red',
    })
    expect(await seen(asUser(db, null))).toEqual({ role: 'anonymous', id: null, tenant: '' })
    expect(await asUser(db, { sub: 'bob' }).select({ title: todos.title }).from(todos)).toEqual([
      { title: 'b1' },
    ])
    const alice = asUser(db, { sub: 'alice' })
    expect(await alice.batch([alice.$count(todos), alice.$count(todos)])).toEqual([2, 2])
    expect(await alice.transaction((tx) => tx.$count(todos))).toBe(2)
  })

  it('takes a role, and a transaction to join', async () => {
    const db = withAuth(plain())
    expect(await seen(asUser(db, { sub: 'alice' }, { role: 'editor' }))).toMatchObject({
      role: 'editor',
      id: 'alice',
    })
    await db.transaction(async (tx) => {
      const before = rowsOf(await tx.execute(sql`select current_user as role`))
      expect(await seen(asUser(db, { sub: 'alice' }, { in: tx }))).toMatchObject({ id: 'alice' })
      expect(await seen(asUser(db, null, { in: tx }))).toMatchObject({ role: 'anonymous', id: null })
      expect(rowsOf(await tx.execute(sql`select current_user as role`))).toEqual(before)
    })
    const limited = withAuth(plain(), { roles: { allowed: ['editor'] } })
    const refused = asUser(limited, { sub: 'alice' }, { role: 'postgres' }).execute(who)
    await expect(Promise.resolve(refused)).rejects.toMatchObject({ code: 'role_not_allowed' })
  })

  it('takes what was derived from a database of withAuth, too', async () => {
    const db = withAuth(plain())
    const derived = Object.create(db, { audit: { value: 'x' } }) as typeof db
    expect(await seen(asUser(derived, { sub: 'alice' }))).toMatchObject({ id: 'alice' })
  })

  it('has the type of $withAuth', () => {
    const types = (db: ReturnType<typeof open>) => {
      expectTypeOf(asUser(db, { sub: 'alice' })).toEqualTypeOf<ReturnType<typeof db.$withAuth>>()
      expectTypeOf(asUser(db, null)).toExtend<AuthDatabase<NodePgDatabase>>()
      // @ts-expect-error nobody
      asUser(db, undefined)
      // @ts-expect-error a token is for $withAuth
      asUser(db, 'a.b.c')
      // @ts-expect-error misspelt
      asUser(db, { sub: 'alice' }, { roles: 'editor' })
      // @ts-expect-error not of withAuth
      asUser(plain(), { sub: 'alice' })
      // @ts-expect-error Drizzle's own $withAuth
      asUser(overNeonHttp({ client: neon('') }), { sub: 'alice' })
    }
    const open = () => withAuth(plain())
    expect(types).toBeTypeOf('function')
  })
})

describe('asUser refuses', () => {
  const call = asUser as (...args: unknown[]) => unknown

  it('a database without withAuth, also where Drizzle has a $withAuth of its own', () => {
    const others = [
      plain(),
      overNeonHttp({ client: neon('postgresql://a:b@db.example/c') }),
      withAuth(plain()).$withAuth(null),
      database.pool,
      { $withAuth: () => expect.unreachable() },
      undefined,
      null,
      'db',
    ]
    for (const db of others)
      expect(() => call(db, { sub: 'alice' })).toThrow(/asUser\(\) takes what withAuth\(\) returns/)
  })

  it('claims that are none', () => {
    const db = withAuth(plain())
    expect(() => call(db)).toThrow(/or null for an anonymous visitor/)
    expect(() => call(db, undefined)).toThrow(TypeError)
    for (const claims of ['a.b.c', 7, ['sub'], { sub: 'a\u0000' }]) {
      expect(() => call(db, claims)).toThrow(expect.objectContaining({ code: 'token_claims_invalid' }))
    }
  })

  it('options that are none, and a role for a visitor', () => {
    const db = withAuth(plain())
    expect(() => call(db, { sub: 'alice' }, { tx: db })).toThrow(
      'asUser() has no option "tx". Its options are: role, in.',
    )
    expect(() => call(db, { sub: 'alice' }, null)).toThrow(TypeError)
    expect(() => call(db, { sub: 'alice' }, { role: 'none' })).toThrow(TypeError)
    expect(() => call(db, null, { role: 'editor' })).toThrow(/`roles\.anonymous`/)
  })

  it('nothing where the database verifies, but its queries say what to do', async () => {
    const strict = await startTodoDatabase({}, 'database')
    try {
      const db = withAuth(drizzle({ client: strict.pool }), {
        verification: 'database',
        verifier: createVerifier({ jwks: { keys: [] } }),
      })
      const refused = asUser(db, { sub: 'alice' }).execute(who)
      await expect(Promise.resolve(refused)).rejects.toMatchObject({
        code: 'token_missing',
        message: expect.stringMatching(
          /trustClaims\(\).*token instead.*createIssuer\(\).*auth\.register_jwk\(\)/,
        ),
      })
      expect(await seen(asUser(db, null))).toMatchObject({ role: 'anonymous', id: null })
      await expect(
        Promise.resolve(db.$withAuth(trustClaims({ sub: 'a' })).execute(who)),
      ).rejects.toMatchObject({
        code: 'token_missing',
      })
    } finally {
      await strict.close()
    }
  })
})
