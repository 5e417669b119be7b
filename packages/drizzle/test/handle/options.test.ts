import { createIssuer, createVerifier, generateSigningKey, trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rowsOf, startTodoDatabase, type TodoDatabase } from '../support/todo-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
})
afterAll(() => database?.close())

const who = sql`select current_user as role, auth.user_id() as id, current_setting('app.tenant', true) as tenant`
const open = () => drizzle({ client: database.pool })

describe('options of withAuth', () => {
  it('are what they were when withAuth was called', async () => {
    const { privateJwk } = await generateSigningKey()
    const issuer = createIssuer({ privateJwk })
    const allowed = ['editor']
    const claim = ['app', 'role']
    const roles = { claim, allowed, authenticated: 'authenticated' }
    const settings: Record<string, string> = { 'app.tenant': 'first' }
    const verifier = createVerifier({ jwks: issuer.jwks })
    const options = { roles, settings, verifier }
    const db = withAuth(open(), options)

    allowed.push('anonymous')
    claim.length = 0
    roles.authenticated = 'editor'
    settings['app.tenant'] = 'second'
    settings.role = 'editor'
    options.roles = { claim: ['role'], allowed: ['anonymous'], authenticated: 'editor' }
    options.verifier = { verify: async () => trustClaims({ sub: 'somebody else' }) } as typeof verifier

    const seen = async (claims: object) =>
      rowsOf(await db.$withAuth(await issuer.sign({ ...claims })).execute(who))
    const expected = { role: 'authenticated', id: 'a', tenant: 'first' }
    expect(await seen({ sub: 'a' })).toEqual([expected])
    expect(await seen({ sub: 'a', role: 'anonymous' })).toEqual([expected])
    expect(await seen({ sub: 'a', app: { role: 'editor' } })).toEqual([{ ...expected, role: 'editor' }])
    const refused = db.$withAuth(await issuer.sign({ sub: 'a', app: { role: 'anonymous' } })).execute(who)
    await expect(refused).rejects.toMatchObject({ code: 'role_not_allowed' })
  })

  it('a text is no list of roles, and a list is no name', () => {
    const roles: unknown[] = [
      { claim: 'role', allowed: 'editor' },
      { claim: 'role', allowed: new Set(['editor']) },
      { claim: 'role', allowed: [7] },
      { claim: 7, allowed: ['editor'] },
      { claim: ['app', 7], allowed: ['editor'] },
      { claim: [], allowed: ['editor'] },
      { authenticated: ['editor'] },
      'editor',
    ]
    for (const value of roles) expect(() => withAuth(open(), { roles: value as object })).toThrow(TypeError)
  })
})

describe('names that every object has', () => {
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'a role is read from a claim called %s only when the token has it',
    async (name) => {
      const roles = { claim: [name, 'name'], allowed: ['editor', 'Object'] }
      const db = withAuth(open(), { roles })
      const roleOf = async (json: string) =>
        rowsOf(await db.$withAuth(trustClaims(JSON.parse(json))).execute(who))[0]?.role
      expect(await roleOf('{"sub":"a"}')).toBe('authenticated')
      expect(await roleOf(`{"sub":"a","${name}":{"name":"editor"}}`)).toBe('editor')
      expect(Reflect.get({}, 'name')).toBeUndefined()
    },
  )

  it('a polluted prototype names no role', async () => {
    const db = withAuth(open())
    const alice = trustClaims({ sub: 'alice' })
    const handle = db.$withAuth(alice)
    Object.defineProperty(Object.prototype, 'role', {
      value: 'editor',
      configurable: true,
      writable: true,
    })
    try {
      expect(rowsOf(await handle.execute(who))[0]?.id).toBe('alice')
      const text = sql`select current_user as taken`
      expect(rowsOf(await handle.execute(text))).toEqual([{ taken: 'authenticated' }])
    } finally {
      Reflect.deleteProperty(Object.prototype, 'role')
    }
  })
})

describe('a token function', () => {
  it.each([
    [
      'throws',
      () => {
        throw new RangeError('no cookie')
      },
      RangeError,
    ],
    [
      'rejects',
      async () => {
        throw new RangeError('no cookie')
      },
      RangeError,
    ],
    ['gives undefined', () => undefined, TypeError],
    ['promises undefined', async () => undefined, TypeError],
    ['gives a session', () => trustClaims({ sub: 'alice' }), TypeError],
    ['gives a String object', () => new String('a.b.c'), TypeError],
  ])('that %s rejects every kind of call with its own error', async (_, source, kind) => {
    const db = withAuth(open()).$withAuth(source as unknown as () => null)
    const calls = [
      () => db.execute(who),
      () => db.batch([db.execute(who)]),
      () => db.transaction(async () => expect.unreachable()),
      () => db.$cache.invalidate({ tags: 'x' }),
    ]
    for (const call of calls) await expect(Promise.resolve(call())).rejects.toBeInstanceOf(kind)
  })
})
