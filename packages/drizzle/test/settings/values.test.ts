import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { anonymousSession, type Claims, createVerifier, trustClaims } from '@rowauth/core'
import { claim, type SettingValue, withAuth } from '@rowauth/drizzle'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rowsOf, startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

let database: TodoDatabase
/** One connection, so that what stays on it would be seen. */
let pool: pg.Pool
beforeAll(async () => {
  database = await startTodoDatabase()
  pool = new pg.Pool({ connectionString: database.url, max: 1 })
})
afterAll(async () => {
  await pool?.end()
  await database?.close()
})

const open = (value: SettingValue) =>
  withAuth(drizzle({ client: pool }), { settings: { 'app.value': value } })
const value = sql`select current_setting('app.value', true) as value`
const seen = async (from: SettingValue, claims: Claims) =>
  rowsOf(await open(from).$withAuth(trustClaims(claims)).execute(value))[0]?.value

describe('a setting from a claim', () => {
  it.each([
    ['a string as it is', 'text', 'text'],
    ['the empty string', '', ''],
    ['JSON null as nothing', null, ''],
    ['a number', 7, '7'],
    ['a decimal number', -1.5, '-1.5'],
    ['true', true, 'true'],
    ['false', false, 'false'],
    ['zero', 0, '0'],
    ['a list', ['a', 1, null], '["a",1,null]'],
    ['an object', { a: { b: 'c' } }, '{"a":{"b":"c"}}'],
    ['letters of everywhere', 'Zoë 🔑 שלום', 'Zoë 🔑 שלום'],
  ])('is %s', async (_, given, expected) => {
    expect(await seen(claim('it'), { it: given })).toBe(expected)
    // The type is for SQL alone.
    expect(await seen(claim('it', { as: 'boolean' }), { it: given })).toBe(expected)
    expect(await seen(claim('it', { as: 'jsonb' }), { it: given })).toBe(expected)
  })

  it('may be nested, or an element of a list, as claim() reads it in SQL', async () => {
    const claims = { o: { id: 'acme' }, 'a.b/c': 'flat', groups: ['x', 'y'] }
    const paths: [path: string | string[], expected: string][] = [
      [['o', 'id'], 'acme'],
      [['o', 'no'], ''],
      [['o', 'id', 'more'], ''],
      ['a.b/c', 'flat'],
      [['groups', '1'], 'y'],
      [['groups', '-1'], 'y'],
      [['groups', '2'], ''],
      [['groups', 'length'], ''],
    ]
    for (const [path, expected] of paths) {
      const expression = claim(path)
      expect([path, await seen(expression, claims)]).toEqual([path, expected])
      const inSql = sql`select coalesce(${expression}, '') as value`
      const handle = withAuth(drizzle({ client: pool })).$withAuth(trustClaims(claims))
      expect([path, rowsOf(await handle.execute(inSql))[0]?.value]).toEqual([path, expected])
    }
  })

  it('is text of JavaScript, where that of claim() in SQL is of jsonb: strings and whole numbers are the same', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const jwk = JSON.parse(JSON.stringify(createPublicKey(privateKey).export({ format: 'jwk' })))
    const verifier = createVerifier({ jwks: { keys: [jwk] } })
    const encode = (text: string | Uint8Array) => Buffer.from(text).toString('base64url')
    const both = async (numeral: string) => {
      const input = `${encode('{"alg":"ES256"}')}.${encode(`{"sub":"alice","it":${numeral}}`)}`
      const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' })
      const settings = { 'app.value': claim('it') }
      const handle = withAuth(drizzle({ client: pool }), { settings, verifier }).$withAuth(
        `${input}.${encode(signature)}`,
      )
      const inSql = sql`select current_setting('app.value', true) as value, ${claim('it')} as claim`
      const [row] = rowsOf(await handle.execute(inSql))
      return [row?.value, row?.claim]
    }
    for (const same of ['7', '-7', '0', '9007199254740993', '-9007199254740993', '"1.50"', '0.5']) {
      const text = same.replaceAll('"', '')
      expect(await both(same)).toEqual([text, text])
    }
    expect(await both('1.50')).toEqual(['1.5', '1.50'])
    expect(await both('1e3')).toEqual(['1000', '1000'])
    expect(await both('1e21')).toEqual(['1e21', '1000000000000000000000'])
    expect(await both('{"n":1}')).toEqual(['{"n":1}', '{"n": 1}'])
    expect(await both('[9007199254740993]')).toEqual(['["9007199254740993"]', '[9007199254740993]'])
  })

  it('is the claim’s own, whatever every object inherits', async () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      expect(await seen(claim(name), { sub: 'a' })).toBe('')
      expect(await seen(claim([name, 'name']), { sub: 'a' })).toBe('')
      expect(await seen(claim(name), JSON.parse(`{"${name}":"own"}`))).toBe('own')
    }
    const session = trustClaims({ sub: 'a' })
    const db = open(claim('tenant_id')).$withAuth(session)
    Object.defineProperty(Object.prototype, 'tenant_id', { value: 'all', configurable: true })
    try {
      expect(rowsOf(await db.execute(value))[0]?.value).toBe('')
    } finally {
      Reflect.deleteProperty(Object.prototype, 'tenant_id')
    }
  })

  it.each([
    `'; drop table todos; --`,
    `', true); set role postgres; select ('`,
    '$1 $$ \\ " `',
    `a', true), set_config('role', 'postgres`,
    `\n--\n/*`,
  ])('is no SQL: %j', async (text) => {
    expect(await seen(claim('it'), { it: text })).toBe(text)
    expect(await seen(({ it }) => String(it), { it: text })).toBe(text)
    const handle = open(claim('it')).$withAuth(trustClaims({ sub: 'alice', it: text }))
    expect(await handle.$count(todos)).toBe(2)
  })

  it('cannot hold what Postgres cannot, and says so without the value', async () => {
    for (const [, unfit] of [
      ['U+0000', 'se\u0000cret'],
      ['half of a surrogate pair', 'se\ud800cret'],
    ] as const) {
      expect(() => trustClaims({ it: unfit })).toThrow(
        expect.objectContaining({ code: 'token_claims_invalid' }),
      )
      const refused = seen(() => unfit, { sub: 'alice' })
      await expect(refused).rejects.toMatchObject({ code: 'token_claims_invalid', status: 401 })
      await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('cret') })
    }
  })
})

describe('a setting from a function', () => {
  it('is what it returns; nothing is the empty string', async () => {
    expect(await seen(({ sub }) => `user:${sub}`, { sub: 'alice' })).toBe('user:alice')
    for (const nothing of [undefined, null, '']) expect(await seen(() => nothing, { sub: 'alice' })).toBe('')
  })

  it('is given the frozen claims, once for a session, and is not asked about visitors', async () => {
    const asked: Claims[] = []
    const db = open((claims) => {
      asked.push(claims)
      return claims.sub
    })
    const session = trustClaims({ sub: 'alice', o: { id: 'acme' } })
    for (const _ of [1, 2]) {
      expect(rowsOf(await db.$withAuth(session).execute(value))[0]?.value).toBe('alice')
      expect(rowsOf(await db.$withAuth(null).execute(value))[0]?.value).toBe('')
      expect(rowsOf(await db.$withAuth(anonymousSession).execute(value))[0]?.value).toBe('')
    }
    expect(asked).toEqual([{ sub: 'alice', o: { id: 'acme' } }])
    expect(Object.isFrozen(asked[0])).toBe(true)
    expect(Object.isFrozen(asked[0]?.o)).toBe(true)
  })

  it.each([7, true, {}, [], 'text'.split(''), Promise.resolve('text'), Symbol('s')])(
    'that returns something else rejects: %o',
    async (wrong) => {
      const db = open(() => wrong as never).$withAuth(trustClaims({ sub: 'alice' }))
      const calls = [
        () => db.execute(value),
        () => db.batch([db.execute(value)]),
        () => db.transaction(async () => expect.unreachable()),
      ]
      for (const call of calls) {
        await expect(Promise.resolve(call())).rejects.toThrow(
          /"app.value" in `settings` must return a string/,
        )
      }
    },
  )

  it('that throws rejects with its own error, each time', async () => {
    const own = new RangeError('no tenant')
    const db = open(() => {
      throw own
    }).$withAuth(trustClaims({ sub: 'alice' }))
    for (const _ of [1, 2]) await expect(Promise.resolve(db.execute(value))).rejects.toBe(own)
  })
})

describe('a setting that SQL of a user’s has left on the connection', () => {
  it('is read by nobody', async () => {
    const db = open(claim('tenant_id'))
    const thief = db.$withAuth(trustClaims({ sub: 'thief', tenant_id: 'of the thief' }))
    await thief.execute(sql`select set_config('app.value', 'left behind', false)`)
    const { rows } = await pool.query("select current_setting('app.value', true) as value")
    expect(rows).toEqual([{ value: 'left behind' }])
    for (const who of [trustClaims({ sub: 'bob' }), trustClaims({}), null]) {
      const handle = db.$withAuth(who)
      expect(rowsOf(await handle.execute(value))).toEqual([{ value: '' }])
      expect((await handle.batch([handle.execute(value)])).map(rowsOf)).toEqual([[{ value: '' }]])
      expect(rowsOf(await handle.transaction((tx) => tx.execute(value)))).toEqual([{ value: '' }])
    }
    await pool.query("select set_config('app.value', '', false)")
  })
})

describe('settings from claims within a transaction of the application', () => {
  it('hold for one call of the handle, and are put back', async () => {
    const db = open(claim('tenant_id'))
    const alice = trustClaims({ sub: 'alice', tenant_id: 'red' })
    const bob = trustClaims({ sub: 'bob' })
    await db.transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.value', 'its own', true)`)
      const plainly = async () => rowsOf(await tx.execute(value))[0]?.value
      const as = async (who: typeof alice | null) =>
        rowsOf(await db.$withAuth(who, { in: tx }).execute(value))[0]?.value
      expect(await as(alice)).toBe('red')
      expect(await plainly()).toBe('its own')
      expect(await as(bob)).toBe('')
      expect(await as(null)).toBe('')
      expect(await plainly()).toBe('its own')
      await db.$withAuth(alice, { in: tx }).transaction(async (own) => {
        expect(rowsOf(await own.execute(value))[0]?.value).toBe('red')
      })
      expect(await plainly()).toBe('its own')
    })
  })
})

describe('settings beside a role from a claim', () => {
  it('are set with the one role of a hand-written schema', async () => {
    const db = withAuth(drizzle({ client: pool }), {
      roles: { authenticated: 'editor', claim: ['app', 'role'], allowed: ['editor'] },
      settings: { 'app.value': claim(['app', 'tenant']) },
    })
    const who = sql`select current_user as role, current_setting('app.value', true) as value`
    const seenAs = async (claims: Claims) => rowsOf(await db.$withAuth(trustClaims(claims)).execute(who))
    expect(await seenAs({ sub: 'a', app: { role: 'editor', tenant: 'red' } })).toEqual([
      { role: 'editor', value: 'red' },
    ])
    expect(await seenAs({ sub: 'a' })).toEqual([{ role: 'editor', value: '' }])
    await expect(seenAs({ sub: 'a', app: { role: 'postgres' } })).rejects.toMatchObject({
      code: 'role_not_allowed',
    })
  })
})
