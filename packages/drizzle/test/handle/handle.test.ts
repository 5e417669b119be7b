import { AuthError, createVerifier, trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { asc, eq, placeholder, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  accounts,
  rowsOf,
  startTodoDatabase,
  type TodoDatabase,
  todos,
  totals,
} from '../support/todo-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
})
afterAll(() => database?.close())

const open = () => withAuth(drizzle({ client: database.pool }))
const alice = trustClaims({ sub: 'alice' })
const bob = trustClaims({ sub: 'bob' })

describe('query methods', () => {
  it('select, selectDistinct, selectDistinctOn', async () => {
    const db = open().$withAuth(alice)
    const titles = { title: todos.title }
    expect(await db.select(titles).from(todos).orderBy(asc(todos.id))).toEqual([
      { title: 'a1' },
      { title: 'a2' },
    ])
    expect(await db.selectDistinct({ user: todos.userId }).from(todos)).toEqual([{ user: 'alice' }])
    const first = await db
      .selectDistinctOn([todos.userId], titles)
      .from(todos)
      .orderBy(todos.userId, todos.id)
    expect(first).toEqual([{ title: 'a1' }])
    expect(await open().$withAuth(bob).select(titles).from(todos)).toEqual([{ title: 'b1' }])
    expect(await open().$withAuth(null).select(titles).from(todos)).toEqual([{ title: 'public' }])
  })

  it('left joins map missing rows to null', async () => {
    const db = open().$withAuth(alice)
    const rows = await db.select().from(todos).leftJoin(accounts, eq(accounts.id, todos.id)).limit(1)
    expect(rows[0]?.accounts).toBeNull()
    expect(rows[0]?.todos.userId).toBe('alice')
  })

  it('insert, update, delete with returning', async () => {
    const db = open().$withAuth(trustClaims({ sub: 'writer' }))
    const [row] = await db.insert(todos).values({ userId: 'writer', title: 'new' }).returning()
    expect(row).toMatchObject({ userId: 'writer', title: 'new' })
    const updated = await db.update(todos).set({ title: 'newer' }).returning({ title: todos.title })
    expect(updated).toEqual([{ title: 'newer' }])
    expect(await db.delete(todos).returning({ title: todos.title })).toEqual([{ title: 'newer' }])
  })

  it('with, $with, $count, execute', async () => {
    const db = open().$withAuth(alice)
    const mine = db.$with('mine').as(db.select().from(todos))
    expect(await db.with(mine).select({ title: mine.title }).from(mine)).toHaveLength(2)
    expect(await db.$count(todos)).toBe(2)
    const rows = rowsOf(await db.execute<{ id: string }>(sql`select auth.user_id() as id, ${'x'}::text`))
    expect(rows[0]?.id).toBe('alice')
    expect(rowsOf(await db.execute('select current_user as role'))).toEqual([{ role: 'authenticated' }])
  })

  it('refreshMaterializedView runs as the user, who does not own it', async () => {
    const db = open().$withAuth(alice)
    const refused = db.refreshMaterializedView(totals)
    await expect(refused).rejects.toMatchObject({ cause: { code: '42501' } })
  })

  it('prepared statements, named, with placeholders', async () => {
    const query = (who: typeof alice) =>
      open()
        .$withAuth(who)
        .select({ title: todos.title })
        .from(todos)
        .where(eq(todos.title, placeholder('title')))
        .prepare('todos_by_title')
    const [ofAlice, ofBob] = [query(alice), query(bob)]
    for (let n = 0; n < 10; n += 1) {
      expect(await ofAlice.execute({ title: 'a1' })).toEqual([{ title: 'a1' }])
      expect(await ofBob.execute({ title: 'a1' })).toEqual([])
    }
  })

  it('row 17: every member of the handle is authenticated or absent', async () => {
    const handle = open().$withAuth(alice)
    expect(handle).not.toHaveProperty('$client')
    expect(handle).not.toHaveProperty('$withAuth')
    const members = new Set<string>()
    for (let at: object | null = handle; at && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
      for (const name of Object.getOwnPropertyNames(at)) members.add(name)
    }
    members.delete('constructor')
    expect([...members].sort()).toEqual(
      expect.arrayContaining([
        '_',
        '$cache',
        '$count',
        '$with',
        'batch',
        'delete',
        'dialect',
        'execute',
        'insert',
      ]),
    )
    const known = new Set([
      ...['_', '$cache', '$count', '$with', 'batch', 'delete', 'dialect', 'execute', 'insert', 'query'],
      ...['refreshMaterializedView', 'select', 'selectDistinct', 'selectDistinctOn', 'session', 'tagged'],
      ...['transaction', 'update', 'with', 'authToken'],
    ])
    expect([...members].filter((name) => !known.has(name))).toEqual([])
  })
})

describe('identity', () => {
  it('row 18: interleaved handles never mix', async () => {
    const db = open()
    const users = Array.from({ length: 30 }, (_, n) => `user-${n}`)
    const seen = await Promise.all(
      users.map(async (sub) => {
        const rows = rowsOf(
          await db.$withAuth(trustClaims({ sub })).execute(sql`select auth.user_id() as id`),
        )
        return rows[0]?.id
      }),
    )
    expect(seen).toEqual(users)
  })

  it('row 15: the wrapped database carries nobody after $withAuth', async () => {
    const plain = drizzle({ client: database.pool })
    const db = withAuth(plain)
    const [a, b] = [db.$withAuth(alice), db.$withAuth(bob)]
    const who = sql`select auth.user_id() as id`
    expect(rowsOf(await b.execute(who))).toEqual([{ id: 'bob' }])
    expect(rowsOf(await a.execute(who))).toEqual([{ id: 'alice' }])
    const bare = sql`select current_user = session_user as login, current_setting('request.jwt.claims', true) as claims`
    for (const base of [plain, db]) {
      const rows = rowsOf(await base.execute(bare))
      expect(rows[0]).toMatchObject({ login: true })
      expect(rows[0]?.claims || null).toBeNull()
    }
  })

  it.each([
    ['undefined', undefined],
    ['a number', 7],
    ['true', true],
    ['a look-alike session', { role: 'authenticated', claims: { sub: 'alice' } }],
    ['a copy of a session', { ...alice }],
  ])('%s is a TypeError at once', (_, value) => {
    expect(() => open().$withAuth(value as unknown as null)).toThrow(TypeError)
  })

  it('a token needs a verifier', () => {
    expect(() => open().$withAuth('a.b.c')).toThrow(TypeError)
  })

  it('a token function is called for each query, and what it gives is checked', async () => {
    const given: unknown[] = [null, undefined, 7, alice]
    const db = open().$withAuth(() => given.shift() as null)
    expect(await db.$count(todos)).toBe(1)
    await expect(db.$count(todos)).rejects.toThrow(TypeError)
    await expect(db.$count(todos)).rejects.toThrow(TypeError)
    await expect(db.$count(todos)).rejects.toThrow(TypeError)
  })

  it('an AuthError reaches the caller as itself', async () => {
    const verifier = createVerifier({ jwks: { keys: [] } })
    const db = withAuth(drizzle({ client: database.pool }), { verifier }).$withAuth('not a token')
    const calls = [
      () => db.select().from(todos),
      () => db.execute(sql`select 1`),
      () => db.$count(todos),
      () => db.batch([db.select().from(todos)]),
      () => db.transaction(async (tx) => tx.select().from(todos)),
      () => db.select().from(todos).prepare('x').execute(),
    ]
    for (const call of calls) {
      const error = await Promise.resolve(call()).catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(AuthError)
      expect(error).toMatchObject({ code: 'token_malformed' })
    }
  })

  it('the driver refuses control statements as itself, not inside a Drizzle error', async () => {
    await expect(open().$withAuth(alice).execute(sql`commit`)).rejects.toBeInstanceOf(AuthError)
  })
})

describe('roles', () => {
  const role = sql`select current_user as role`
  const roleOf = async (claims: object, roles: object) => {
    const db = withAuth(drizzle({ client: database.pool }), { roles })
    return rowsOf(await db.$withAuth(trustClaims({ ...claims })).execute(role))[0]?.role
  }

  it('a role claim is only a claim by default', async () => {
    expect(await roleOf({ sub: 'x', role: 'service_role' }, {})).toBe('authenticated')
  })

  it('row 11: a claimed role is taken from the list only', async () => {
    const roles = { claim: 'role', allowed: ['editor'] }
    expect(await roleOf({ role: 'editor' }, roles)).toBe('editor')
    expect(await roleOf({ sub: 'x' }, roles)).toBe('authenticated')
    for (const named of ['service_role', 'none', 'postgres', '', 7, true, 'EDITOR']) {
      await expect(roleOf({ role: named }, roles)).rejects.toMatchObject({
        code: 'role_not_allowed',
        status: 403,
      })
    }
  })

  it('a nested claim can name it', async () => {
    const roles = { claim: ['app_metadata', 'role'], allowed: ['editor'] }
    expect(await roleOf({ app_metadata: { role: 'editor' } }, roles)).toBe('editor')
    expect(await roleOf({ app_metadata: 'x' }, roles)).toBe('authenticated')
  })

  it('options that cannot be are a TypeError', () => {
    const plain = drizzle({ client: database.pool })
    expect(() => withAuth(plain, { roles: { claim: 'role' } })).toThrow(TypeError)
    expect(() => withAuth(plain, { roles: { authenticated: 'none' } })).toThrow(TypeError)
    expect(() => withAuth(plain, { roles: { claim: 'role', allowed: ['None'] } })).toThrow(TypeError)
    expect(() => withAuth(plain, { settings: { ROLE: 'x' } })).toThrow(TypeError)
    expect(() => withAuth(plain, { verification: 'nobody' as 'database' })).toThrow(TypeError)
    expect(() => withAuth({} as typeof plain)).toThrow(TypeError)
  })

  it('settings hold for the transaction', async () => {
    const settings = { statement_timeout: '1234ms', 'app.name': "it's; --" }
    const db = withAuth(drizzle({ client: database.pool }), { settings }).$withAuth(alice)
    const show = sql`select current_setting('statement_timeout') as timeout, current_setting('app.name', true) as name`
    expect(rowsOf(await db.execute(show))).toEqual([{ timeout: '1234ms', name: "it's; --" }])
    expect(
      rowsOf(await database.pool.query(`select current_setting('statement_timeout') as timeout`)),
    ).toEqual([{ timeout: '0' }])
  })
})

describe('transaction', () => {
  const who = sql`select auth.user_id() as id, current_user as role`

  it('commits, and rolls back what throws', async () => {
    const db = open().$withAuth(trustClaims({ sub: 'tx' }))
    await db.transaction(async (tx) => {
      await tx.insert(todos).values({ userId: 'tx', title: 'kept' })
      expect(await tx.$count(todos)).toBe(1)
      expect(rowsOf(await tx.execute(who))).toEqual([{ id: 'tx', role: 'authenticated' }])
    })
    const failing = db.transaction(async (tx) => {
      await tx.insert(todos).values({ userId: 'tx', title: 'lost' })
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    await expect(db.transaction(async (tx) => tx.rollback())).rejects.toThrow('Rollback')
    expect(await db.select({ title: todos.title }).from(todos)).toEqual([{ title: 'kept' }])
  })

  it('row 5: a nested rollback keeps the outer claims', async () => {
    const db = open().$withAuth(trustClaims({ sub: 'nested' }))
    await db.transaction(async (tx) => {
      const inner = tx.transaction(async (nested) => {
        await nested.insert(todos).values({ userId: 'nested', title: 'lost' })
        nested.rollback()
      })
      await expect(inner).rejects.toThrow()
      expect(rowsOf(await tx.execute(who))).toEqual([{ id: 'nested', role: 'authenticated' }])
      await tx.insert(todos).values({ userId: 'nested', title: 'kept' })
      await tx.transaction(async (nested) => {
        await nested.transaction(async (deeper) => {
          await deeper.insert(todos).values({ userId: 'nested', title: 'deep' })
        })
      })
    })
    expect((await db.select({ title: todos.title }).from(todos)).map((row) => row.title).sort()).toEqual([
      'deep',
      'kept',
    ])
  })

  it('row 3: the error that surfaces is the one that happened', async () => {
    const db = open().$withAuth(alice)
    const failing = db.transaction(async (tx) => {
      await tx.execute(sql`select 1/0`)
    })
    await expect(failing).rejects.toMatchObject({ cause: { code: '22012' } })
  })

  it('row 30: a deferred constraint rejects the transaction, wrapped as Drizzle does', async () => {
    const db = open().$withAuth(alice)
    const failing = db.transaction(async (tx) => tx.insert(accounts).values({ id: 1, nextId: 99 }))
    await expect(failing).rejects.toMatchObject({ query: 'commit', cause: { code: '23503' } })
    await expect(db.insert(accounts).values({ id: 1, nextId: 99 })).rejects.toMatchObject({
      cause: { code: '23503' },
    })
  })

  it('takes its options, also from setTransaction', async () => {
    const db = open().$withAuth(alice)
    const level = sql`select current_setting('transaction_isolation') as level, current_setting('transaction_read_only') as read_only`
    const options = { isolationLevel: 'repeatable read', accessMode: 'read only' } as const
    const expected = [{ level: 'repeatable read', read_only: 'on' }]
    expect(rowsOf(await db.transaction(async (tx) => tx.execute(level), options))).toEqual(expected)
    await db.transaction(async (tx) => {
      await tx.setTransaction(options)
      expect(rowsOf(await tx.execute(level))).toEqual(expected)
      await expect(tx.setTransaction(options)).rejects.toMatchObject({ code: 'unsupported' })
    })
  })

  it('the handle of a transaction that is over runs nothing', async () => {
    const db = open().$withAuth(alice)
    const leaked = await db.transaction(async (tx) => [tx])
    await expect(leaked[0]?.select().from(todos)).rejects.toMatchObject({ code: 'unsupported' })
  })
})

describe('batch', () => {
  it('maps each result, in one transaction', async () => {
    const db = open().$withAuth(trustClaims({ sub: 'batch' }))
    const [inserted, rows, count, raw, none] = await db.batch([
      db.insert(todos).values({ userId: 'batch', title: 'one' }).returning({ title: todos.title }),
      db.select({ title: todos.title }).from(todos),
      db.$count(todos),
      db.execute(sql`select auth.user_id() as id`),
      db.select().from(todos).leftJoin(accounts, eq(accounts.id, todos.id)),
    ])
    expect(inserted).toEqual([{ title: 'one' }])
    expect(rows).toEqual([{ title: 'one' }])
    expect(count).toBe(1)
    expect(rowsOf(raw)).toEqual([{ id: 'batch' }])
    expect(none[0]?.accounts).toBeNull()
    const prepared = db.select({ title: todos.title }).from(todos).prepare('in_batch')
    expect(await db.batch([prepared, prepared])).toEqual([[{ title: 'one' }], [{ title: 'one' }]])
    expect(await db.batch([])).toEqual([])
  })

  it('rolls back as a whole', async () => {
    const db = open().$withAuth(trustClaims({ sub: 'batch-fails' }))
    const failing = db.batch([
      db.insert(todos).values({ userId: 'batch-fails', title: 'lost' }),
      db.execute(sql`select 1/0`),
    ])
    await expect(failing).rejects.toMatchObject({ cause: { code: '22012' } })
    expect(await db.$count(todos)).toBe(0)
  })

  it('refuses queries of anybody else, before anything runs', async () => {
    const base = open()
    const [a, b] = [base.$withAuth(alice), base.$withAuth(bob)]
    const foreign = [
      b.select().from(todos),
      b.execute(sql`select 1`),
      b.$count(todos),
      base.select().from(todos),
      base.execute(sql`select 1`),
      base.select().from(todos).prepare('foreign'),
      { execute: async () => 1 },
      Promise.resolve(1),
      sql`select 1`,
    ]
    for (const item of foreign) {
      await expect(a.batch([item as never])).rejects.toThrow(TypeError)
    }
    expect(await a.$count(todos)).toBe(2)
  })
})
