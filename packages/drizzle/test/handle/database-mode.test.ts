import {
  AuthError,
  type Claims,
  createIssuer,
  createVerifier,
  generateSigningKey,
  trustClaims,
} from '@rowauth/core'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import { withAuth } from '@rowauth/drizzle'
import { asc, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { rowsOf, startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

const issuer = 'https://issuer.example'
let database: TodoDatabase
let sign: (claims: Record<string, unknown>) => Promise<string>
let jwks: ReturnType<typeof createIssuer>['jwks']
beforeAll(async () => {
  database = await startTodoDatabase({}, 'database')
  const { privateJwk, publicJwk } = await generateSigningKey()
  const ours = createIssuer({ privateJwk, issuer })
  sign = (claims) => ours.sign(claims)
  jwks = ours.jwks
  await database.owner.query('select auth.register_jwk($1, $2)', [JSON.stringify(publicJwk), issuer])
})
afterAll(() => database?.close())

const open = () => withAuth(drizzle({ client: database.pool }), { verification: 'database' })
const titles = (db: ReturnType<ReturnType<typeof open>['$withAuth']>) =>
  db.select({ title: todos.title }).from(todos).orderBy(asc(todos.id))

it('one option, and the database verifies the token', async () => {
  const token = await sign({ sub: 'alice' })
  const db = open()
  for (let time = 0; time < 3; time += 1) {
    expect(await titles(db.$withAuth(token))).toEqual([{ title: 'a1' }, { title: 'a2' }])
    expect(await titles(db.$withAuth(await sign({ sub: 'bob' })))).toEqual([{ title: 'b1' }])
    expect(await titles(db.$withAuth(null))).toEqual([{ title: 'public' }])
  }
  const first = await db
    .$withAuth(token)
    .transaction(async (tx) => {
      await tx.insert(todos).values({ userId: 'alice', title: 'lost' })
      expect(await tx.$count(todos)).toBe(3)
      return tx.rollback()
    })
    .catch((error: Error) => error.message)
  expect(first).toMatch(/rollback/i)
  expect(await db.$withAuth(token).$count(todos)).toBe(2)
})

it('a token that is forged, expired, or of nobody known is an AuthError as itself', async () => {
  const stranger = createIssuer({ privateJwk: (await generateSigningKey()).privateJwk, issuer })
  const [header, , signature] = (await sign({ sub: 'bob' })).split('.')
  const payload = Buffer.from(JSON.stringify({ sub: 'alice', iss: issuer, exp: 9e9 })).toString('base64url')
  const refused: [string, string][] = [
    ['token_key_not_found', await stranger.sign({ sub: 'alice' })],
    ['token_signature_invalid', `${header}.${payload}.${signature}`],
    ['token_expired', await sign({ sub: 'alice', exp: Math.floor(Date.now() / 1000) - 60 })],
    ['token_malformed', 'not a token'],
  ]
  for (const [code, token] of refused) {
    const error = await titles(open().$withAuth(token)).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(AuthError)
    expect(error).toMatchObject({ code, status: 401 })
  }
})

it('with a verifier both check, and claims without a token are refused', async () => {
  const verifier = createVerifier({ jwks, issuer, audience: 'nobody' })
  const db = withAuth(drizzle({ client: database.pool }), { verification: 'database', verifier })
  await expect(titles(db.$withAuth(await sign({ sub: 'alice' })))).rejects.toMatchObject({
    code: 'token_audience_mismatch',
  })
  const trusted = titles(open().$withAuth(trustClaims({ sub: 'alice' })))
  await expect(trusted).rejects.toMatchObject({ code: 'token_missing' })
})

it('a claim of the token names the role, and a forged one opens nothing', async () => {
  const roles = { claim: 'role', allowed: ['editor'] }
  const db = withAuth(drizzle({ client: database.pool }), { verification: 'database', roles })
  const roleOf = async (token: string) =>
    rowsOf(await db.$withAuth(token).execute(sql`select current_user as role`))[0]?.role
  expect(await roleOf(await sign({ sub: 'alice', role: 'editor' }))).toBe('editor')
  expect(await roleOf(await sign({ sub: 'alice' }))).toBe('authenticated')
  await expect(roleOf(await sign({ sub: 'alice', role: 'postgres' }))).rejects.toMatchObject({
    code: 'role_not_allowed',
  })
  const [header, , signature] = (await sign({ sub: 'alice' })).split('.')
  const payload = { sub: 'alice', iss: issuer, exp: 9e9, role: 'editor' }
  const forged = `${header}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.${signature}`
  await expect(roleOf(forged)).rejects.toMatchObject({ code: 'token_signature_invalid' })
})

it('`roles.from` gets the claims before they are verified, frozen, and a forged one opens nothing', async () => {
  const asked: Claims[] = []
  const from = (claims: Claims) => {
    asked.push(claims)
    return claims.plan === 'pro' ? 'editor' : undefined
  }
  const db = withAuth(drizzle({ client: database.pool }), { verification: 'database', roles: { from } })
  const roleOf = async (token: string) =>
    rowsOf(await db.$withAuth(token).execute(sql`select current_user as role`))[0]?.role
  expect(await roleOf(await sign({ sub: 'alice', plan: 'pro' }))).toBe('editor')
  expect(await roleOf(await sign({ sub: 'alice' }))).toBe('authenticated')
  const [header, , signature] = (await sign({ sub: 'alice' })).split('.')
  const forge = (text: string) => `${header}.${Buffer.from(text).toString('base64url')}.${signature}`
  const forged = forge(JSON.stringify({ sub: 'alice', iss: issuer, exp: 9e9, plan: 'pro', o: { id: 'x' } }))
  await expect(roleOf(forged)).rejects.toMatchObject({ code: 'token_signature_invalid' })
  expect(asked).toHaveLength(3)
  for (const claims of asked) expect(Object.isFrozen(claims)).toBe(true)
  expect(Object.isFrozen(asked[2]?.o)).toBe(true)
  // Nested as deep as a token can be.
  const deep = forge(`{"sub":"alice","deep":${'['.repeat(5000)}${']'.repeat(5000)}}`)
  await expect(roleOf(deep)).rejects.toBeInstanceOf(AuthError)
})

it('a list names the role as where the application verifies', async () => {
  const roles = { claim: ['realm_access', 'roles'], allowed: ['editor'] }
  const db = withAuth(drizzle({ client: database.pool }), { verification: 'database', roles })
  const roleOf = async (claims: Record<string, unknown>) =>
    rowsOf(await db.$withAuth(await sign(claims)).execute(sql`select current_user as role`))[0]?.role
  expect(await roleOf({ sub: 'alice', realm_access: { roles: ['x', 'editor'] } })).toBe('editor')
  expect(await roleOf({ sub: 'alice', realm_access: { roles: ['x'] } })).toBe('authenticated')
})

it('a driver of yours has to verify in the same place', () => {
  const plain = drizzle({ client: database.pool })
  const driver = (client: typeof database.pool) => nodePostgres(client)
  expect(() => withAuth(plain, { verification: 'database', driver }).$withAuth(null)).toThrow(TypeError)
})
