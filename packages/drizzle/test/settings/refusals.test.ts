import { neon } from '@neondatabase/serverless'
import { createIssuer, createVerifier, generateSigningKey, trustClaims } from '@rowauth/core'
import { neonHttp } from '@rowauth/driver/neon-http'
import { authUserId, claim, type WithAuthOptions, withAuth } from '@rowauth/drizzle'
import { sql } from 'drizzle-orm'
import { drizzle as overNeonHttp } from 'drizzle-orm/neon-http'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rowsOf, startTodoDatabase, type TodoDatabase } from '../support/todo-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase({}, 'database')
})
afterAll(() => database?.close())

const opening = (options: unknown) => () =>
  withAuth(drizzle({ client: database.pool }), options as WithAuthOptions)
const withSettings = (settings: unknown) => opening({ settings })

describe('settings that cannot be', () => {
  it.each([
    'role',
    'ROLE',
    'session_authorization',
    'request.jwt.claims',
    'Request.JWT.Claims',
    'rowauth.session',
  ])('the session’s own %s, whatever its value is', (name) => {
    for (const value of ['x', claim('x'), () => 'x']) {
      expect(withSettings({ [name]: value })).toThrow(new RegExp(`cannot hold "${name}"`))
    }
  })

  it.each([
    '',
    ' ',
    'app.',
    '.tenant',
    'app..tenant',
    'app tenant',
    'app-x.tenant',
    '1app.tenant',
    "app.'x",
    'a\u0000.b',
    'a;b',
  ])('a name that Postgres does not take: %j', async (name) => {
    expect(withSettings({ [name]: 'x' })).toThrow(TypeError)
    // It does not, indeed.
    const set = database.owner.query('select set_config($1, $2, true)', [name, 'x'])
    await expect(set).rejects.toThrow()
  })

  it.each(['app.tenant_id', 'APP.Tenant', 'a.b.c', '_app._x', 'app.x$1', 'größe.höhe', 'jwt.claims.user_id'])(
    'but every name that it takes: %s',
    async (name) => {
      expect(withSettings({ [name]: 'x' })).not.toThrow()
      await database.owner.query('select set_config($1, $2, true)', [name, 'x'])
    },
  )

  it('the same name twice, for Postgres does not see its case', () => {
    expect(withSettings({ 'app.tenant': 'a', 'App.Tenant': claim('b') })).toThrow(/"App.Tenant" twice/)
  })

  it.each([
    undefined,
    null,
    7,
    true,
    {},
    [],
    sql`select 1`,
    authUserId(),
    sql`${claim('x')}`,
    { claimPath: ['x'] },
  ])('a value that is none: %o', (value) => {
    expect(withSettings({ 'app.tenant': value })).toThrow(
      /must hold a string for "app.tenant", what claim\('…'\)/,
    )
  })

  it.each(['a\u0000b', 'a\ud800b'])('a constant that Postgres cannot hold: %j', (value) => {
    expect(withSettings({ 'app.tenant': value })).toThrow(/"app.tenant", which PostgreSQL cannot hold/)
  })

  it.each([null, 'app.tenant', [], ['app.tenant'], 7])('no object: %j', (settings) => {
    expect(withSettings(settings)).toThrow(/`settings` must be an object/)
  })

  it('what an object inherits is no setting', async () => {
    expect(withSettings(Object.create({ role: 'postgres' }))).not.toThrow()
  })
})

describe('claims that nobody has verified', () => {
  const settings = { statement_timeout: '5s', 'app.tenant_id': claim('tenant_id') }

  it('become no settings where the database verifies, or the endpoint', () => {
    const refusal = /"app.tenant_id" in `settings` comes from claims.*`verifier`/
    const client = neon('postgresql://authenticated@db.example/todos')
    const token = { driver: () => neonHttp(client, { mode: 'token' }) }
    for (const value of [claim('tenant_id'), () => 'x']) {
      const from = { 'app.tenant_id': value }
      expect(opening({ verification: 'database', settings: from })).toThrow(refusal)
      expect(() => withAuth(overNeonHttp({ client }), { ...token, settings: from })).toThrow(refusal)
    }
    const constant = { settings: { 'app.tenant_id': 'x' } }
    expect(opening({ verification: 'database', ...constant })).not.toThrow()
    expect(() => withAuth(overNeonHttp({ client }), { ...token, ...constant })).not.toThrow()
  })

  it('with a verifier they do, also where the database verifies a second time', async () => {
    const issuer = 'https://issuer.example'
    const { privateJwk, publicJwk } = await generateSigningKey()
    const { jwks, sign } = createIssuer({ privateJwk, issuer })
    await database.owner.query('select auth.register_jwk($1, $2)', [JSON.stringify(publicJwk), issuer])
    const verifier = createVerifier({ jwks, issuer })
    const db = opening({ verification: 'database', verifier, settings })()
    const who = sql`select auth.user_id() as id, current_setting('app.tenant_id', true) as tenant`
    const seen = async (token: string | null) => rowsOf(await db.$withAuth(token).execute(who))[0]
    for (const _ of ['token', 'ticket']) {
      expect(await seen(await sign({ sub: 'alice', tenant_id: 'red' }))).toEqual({
        id: 'alice',
        tenant: 'red',
      })
      expect(await seen(await sign({ sub: 'bob' }))).toEqual({ id: 'bob', tenant: '' })
      expect(await seen(null)).toEqual({ id: null, tenant: '' })
    }
    const [header, , signature] = (await sign({ sub: 'bob' })).split('.')
    const claims = { sub: 'alice', iss: issuer, exp: 9e9, tenant_id: 'red' }
    const forged = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`
    await expect(seen(forged)).rejects.toMatchObject({ code: 'token_signature_invalid' })
    const trusted = db.$withAuth(trustClaims({ sub: 'alice', tenant_id: 'red' })).execute(who)
    await expect(Promise.resolve(trusted)).rejects.toMatchObject({ code: 'token_missing' })
  })
})

it('types: texts, claims and functions of claims', () => {
  const types = () => {
    const db = drizzle({ client: database.pool })
    withAuth(db, { settings: { a: 'text', b: claim('b'), c: ({ sub }) => sub, d: () => null } })
    // @ts-expect-error a number
    withAuth(db, { settings: { a: 7 } })
    // @ts-expect-error a function gives no number
    withAuth(db, { settings: { a: ({ exp }) => exp } })
    // @ts-expect-error nor a promise
    withAuth(db, { settings: { a: async () => 'x' } })
  }
  expect(types).toBeTypeOf('function')
})
