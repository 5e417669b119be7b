import { neon, neonConfig } from '@neondatabase/serverless'
import { createVerifier, trustClaims } from '@rowauth/core'
import { neonHttp } from '@rowauth/driver/neon-http'
import { withAuth } from '@rowauth/drizzle'
import { startNeonLocal } from '@rowauth/neon-local'
import { createTestIssuer, type TestIssuer } from '@rowauth/testing'
import { eq, placeholder, sql } from 'drizzle-orm'
import { Cache } from 'drizzle-orm/cache/core'
import { drizzle } from 'drizzle-orm/neon-http'
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import { rowsOf, startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

let database: TodoDatabase
let issuer: TestIssuer
let local: Awaited<ReturnType<typeof startNeonLocal>>
let requests = 0
let login: ReturnType<typeof neon<false, false>>
let passwordless: ReturnType<typeof neon<false, false>>

beforeAll(async () => {
  database = await startTodoDatabase()
  issuer = await createTestIssuer()
  local = await startNeonLocal({
    connectionString: database.url,
    jwks: issuer.jwksUrl,
    passwordLogin: true,
  })
  neonConfig.fetchEndpoint = () => {
    requests += 1
    return local.url
  }
  const { username, password, pathname } = new URL(database.url)
  login = neon(`postgresql://${username}:${password}@db.example${pathname}`)
  passwordless = neon(`postgresql://authenticated@db.example${pathname}`)
})
afterAll(async () => {
  await local?.close()
  await issuer?.close()
  await database?.close()
})

const alice = trustClaims({ sub: 'alice' })
const titles = { title: todos.title }
const who = sql`select auth.user_id() as id`

describe('$withAuth over neon-http, claims mode', () => {
  const open = () =>
    withAuth(drizzle({ client: login }), { verifier: createVerifier({ jwks: issuer.jwksUrl }) })

  it('has every query method, one request each', async () => {
    const db = open().$withAuth(alice)
    const cost = async <T>(call: PromiseLike<T>): Promise<T> => {
      requests = 0
      const result = await call
      expect(requests).toBe(1)
      return result
    }
    expect(await cost(db.select(titles).from(todos).orderBy(todos.id))).toEqual([
      { title: 'a1' },
      { title: 'a2' },
    ])
    expect(await cost(db.$count(todos))).toBe(2)
    expect(rowsOf(await cost(db.execute(who)))).toEqual([{ id: 'alice' }])
    const mine = db.$with('mine').as(db.select().from(todos))
    expect(await cost(db.with(mine).select().from(mine))).toHaveLength(2)
    const prepared = db
      .select(titles)
      .from(todos)
      .where(eq(todos.title, placeholder('title')))
      .prepare('by_title')
    expect(await cost(prepared.execute({ title: 'a2' }))).toEqual([{ title: 'a2' }])
    const writer = open().$withAuth(await issuer.token({ sub: 'writer' }))
    const insert = writer.insert(todos).values({ userId: 'writer', title: 'w' }).returning(titles)
    expect(await cost(insert)).toEqual([{ title: 'w' }])
    expect(await cost(writer.update(todos).set({ title: 'x' }).returning(titles))).toEqual([{ title: 'x' }])
    expect(await cost(writer.delete(todos).returning(titles))).toEqual([{ title: 'x' }])
    expect(await cost(open().$withAuth(null).select(titles).from(todos))).toEqual([{ title: 'public' }])
  })

  it('batch is one request and maps each result', async () => {
    const db = open().$withAuth(alice)
    requests = 0
    const [rows, count, raw] = await db.batch([
      db.select(titles).from(todos),
      db.$count(todos),
      db.execute(who),
    ])
    expect(requests).toBe(1)
    expectTypeOf(rows).toEqualTypeOf<{ title: string }[]>()
    expect(rows).toHaveLength(2)
    expect(count).toBe(2)
    expect(rowsOf(raw)).toEqual([{ id: 'alice' }])
    const failing = db.batch([db.insert(todos).values({ userId: 'bob', title: 'no' })])
    await expect(failing).rejects.toMatchObject({ cause: { code: '42501' } })
  })

  it('refuses an interactive transaction and points to batch', async () => {
    requests = 0
    const refused = open()
      .$withAuth(alice)
      .transaction(async (tx) => tx.select().from(todos))
    await expect(refused).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(/batch/),
    })
    expect(requests).toBe(0)
  })

  it('errors keep their SQLSTATE, in Drizzle’s wrapping', async () => {
    const failing = open().$withAuth(alice).execute(sql`select 1/0`)
    await expect(failing).rejects.toMatchObject({ cause: { code: '22012' } })
  })

  it('row 17: the handle has neither the client nor Drizzle’s own $withAuth', () => {
    const handle = open().$withAuth(alice)
    expect(handle).not.toHaveProperty('$client')
    expect(Reflect.get(handle, '$withAuth')).toBeUndefined()
    expectTypeOf(handle).not.toHaveProperty('$withAuth')
  })
})

describe('row 15: handles and the token', () => {
  it('interleaved in every order, each handle carries its own token, and the database nobody’s', async () => {
    const db = withAuth(drizzle({ client: passwordless }), {
      driver: (client) => neonHttp(client, { mode: 'token' }),
    })
    const handles = {
      a: db.$withAuth(await issuer.token({ sub: 'alice' })),
      b: db.$withAuth(await issuer.token({ sub: 'bob' })),
    }
    const id = async (name: 'a' | 'b') => rowsOf(await handles[name].execute(who))[0]?.id
    expect([await id('b'), await id('a'), await id('b')]).toEqual(['bob', 'alice', 'bob'])
    expect(await Promise.all([id('a'), id('b'), id('a')])).toEqual(['alice', 'bob', 'alice'])
    const prepared = handles.a.select(titles).from(todos).orderBy(todos.id).prepare('row_15')
    const [batched] = await handles.b.batch([handles.b.select(titles).from(todos)])
    expect(batched).toEqual([{ title: 'b1' }])
    expect(await prepared.execute()).toEqual([{ title: 'a1' }, { title: 'a2' }])
    // Without a token the endpoint asks for a password, which this connection string does not have.
    await expect(db.execute(who)).rejects.toThrow()
  })
})

describe('`roles.from` in token mode', () => {
  it('chooses the role of the connection or is refused, and a forged token opens nothing', async () => {
    const open = (name: string) =>
      withAuth(drizzle({ client: passwordless }), {
        driver: (client) => neonHttp(client, { mode: 'token' }),
        roles: { from: ({ plan }) => (plan === 'pro' ? name : undefined) },
      })
    const token = await issuer.token({ sub: 'alice', plan: 'pro' })
    expect(rowsOf(await open('authenticated').$withAuth(token).execute(who))[0]?.id).toBe('alice')
    const other = open('editor').$withAuth(token).execute(who)
    await expect(Promise.resolve(other)).rejects.toMatchObject({ code: 'unsupported' })
    const [header, , signature] = token.split('.')
    const payload = Buffer.from('{"sub":"bob","plan":"pro"}').toString('base64url')
    const forged = open('authenticated').$withAuth(`${header}.${payload}.${signature}`).execute(who)
    await expect(Promise.resolve(forged)).rejects.toMatchObject({ status: 401 })
  })
})

/** Keeps everything for ever. */
class EverythingCache extends Cache {
  readonly entries = new Map<string, unknown[]>()

  override strategy(): 'all' {
    return 'all'
  }

  override async get(key: string): Promise<unknown[] | undefined> {
    return this.entries.get(key)
  }

  override async put(key: string, response: unknown[]): Promise<void> {
    this.entries.set(key, response)
  }

  override async onMutate(): Promise<void> {
    this.entries.clear()
  }
}

describe('Drizzle’s cache over HTTP', () => {
  const twice = async (read: () => PromiseLike<unknown[]>) => {
    requests = 0
    for (const _ of ['miss', 'hit']) expect(await read()).toHaveLength(2)
    return requests
  }

  it('answers in claims mode, and never where the endpoint alone can tell a token that is over', async () => {
    const token = await issuer.token({ sub: 'alice' })
    const verifier = createVerifier({ jwks: issuer.jwksUrl })
    const inClaims = withAuth(drizzle({ client: login, cache: new EverythingCache() }), { verifier })
    expect(await twice(() => inClaims.$withAuth(token).select(titles).from(todos))).toBe(1)
    const cache = new EverythingCache()
    const inToken = withAuth(drizzle({ client: passwordless, cache }), {
      driver: (client) => neonHttp(client, { mode: 'token' }),
    })
    expect(await twice(() => inToken.$withAuth(token).select(titles).from(todos))).toBe(2)
    expect(cache.entries.size).toBe(0)
  })
})
