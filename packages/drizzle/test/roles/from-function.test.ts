import { anonymousSession, type Claims, trustClaims } from '@rowauth/core'
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

type From = (claims: Claims) => string | undefined

const role = sql`select current_user as role`
const open = (from: From, more: object = {}) =>
  withAuth(drizzle({ client: database.pool }), { roles: { from, ...more } })
const roleOf = async (claims: Claims, from: From, more: object = {}) =>
  rowsOf(await open(from, more).$withAuth(trustClaims(claims)).execute(role))[0]?.role

describe('`roles.from`', () => {
  it('chooses the role; nothing means the default one', async () => {
    const from: From = ({ scope }) => (String(scope).split(' ').includes('edit') ? 'editor' : undefined)
    expect(await roleOf({ scope: 'read edit' }, from)).toBe('editor')
    expect(await roleOf({ scope: 'read' }, from)).toBe('authenticated')
    expect(await roleOf({ scope: 'read' }, () => null as never)).toBe('authenticated')
    expect(await roleOf({}, () => undefined, { authenticated: 'editor' })).toBe('editor')
  })

  it('is given the frozen claims, once for a session, and is not asked about visitors', async () => {
    const asked: Claims[] = []
    const db = open((claims) => {
      asked.push(claims)
      return 'editor'
    })
    const session = trustClaims({ sub: 'alice', o: { id: 'acme' } })
    for (const _ of [1, 2]) {
      expect(rowsOf(await db.$withAuth(session).execute(role))).toEqual([{ role: 'editor' }])
      expect(rowsOf(await db.$withAuth(null).execute(role))).toEqual([{ role: 'anonymous' }])
      expect(rowsOf(await db.$withAuth(anonymousSession).execute(role))).toEqual([{ role: 'anonymous' }])
    }
    expect(asked).toEqual([{ sub: 'alice', o: { id: 'acme' } }])
    expect(Object.isFrozen(asked[0])).toBe(true)
    expect(Object.isFrozen(asked[0]?.o)).toBe(true)
  })

  it('is held to `allowed`, which takes the default role along', async () => {
    const more = { allowed: ['editor'] }
    expect(await roleOf({}, () => 'editor', more)).toBe('editor')
    expect(await roleOf({}, () => 'authenticated', more)).toBe('authenticated')
    for (const name of ['postgres', 'se-cret', '', 'none']) {
      const refused = roleOf({}, () => name, more)
      await expect(refused).rejects.toMatchObject({ code: 'role_not_allowed', status: 403 })
      await expect(refused).rejects.toMatchObject({ message: expect.stringContaining('roles.from') })
      await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('se-cret') })
    }
  })

  it.each(['', 'none', 'NONE', 'a\0b', '\ud800', 'x'.repeat(64)])(
    'may not return %j, which is no role',
    async (name) => {
      await expect(roleOf({}, () => name)).rejects.toMatchObject({ code: 'role_not_allowed' })
    },
  )

  it.each([7, true, {}, ['editor'], Promise.resolve('editor'), Symbol('s')])(
    'that returns something else rejects: %o',
    async (wrong) => {
      const db = open(() => wrong as never).$withAuth(trustClaims({ sub: 'alice' }))
      const calls = [
        () => db.execute(role),
        () => db.batch([db.execute(role)]),
        () => db.transaction(async () => expect.unreachable()),
      ]
      for (const call of calls) {
        await expect(Promise.resolve(call())).rejects.toThrow(TypeError)
        await expect(Promise.resolve(call())).rejects.toThrow(/`roles.from` must return/)
      }
    },
  )

  it('what it throws, the query rejects with', async () => {
    const reason = new RangeError('who is this?')
    const from = () => {
      throw reason
    }
    await expect(roleOf({ sub: 'a' }, from)).rejects.toBe(reason)
  })

  it('leaves alone the role that a session was made with', async () => {
    const db = open(() => expect.unreachable()).$withAuth(trustClaims({ sub: 'a' }, { role: 'editor' }))
    expect(rowsOf(await db.execute(role))).toEqual([{ role: 'editor' }])
  })

  it('is a function, and does not go together with a claim', () => {
    const plain = drizzle({ client: database.pool })
    for (const from of ['role', 7, null, {}, ['role']]) {
      expect(() => withAuth(plain, { roles: { from: from as never } })).toThrow(TypeError)
    }
    expect(() =>
      withAuth(plain, { roles: { from: () => 'editor', claim: 'role', allowed: ['editor'] } }),
    ).toThrow(/`roles.from`/)
  })
})
