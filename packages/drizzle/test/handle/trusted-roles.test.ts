import { type AuthSession, createVerifier, trustClaims, type Verifier } from '@rowauth/core'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import { asUser, withAuth } from '@rowauth/drizzle'
import { createTestIssuer, type TestIssuer } from '@rowauth/testing'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { rowsOf, startTodoDatabase, type TodoDatabase } from '../support/todo-database.js'

let database: TodoDatabase
let issuer: TestIssuer
beforeAll(async () => {
  database = await startTodoDatabase()
  issuer = await createTestIssuer()
})
afterAll(async () => {
  await issuer?.close()
  await database?.close()
})

const refused = { code: 'role_not_allowed' }

function open(roles: object, verifier: Verifier = createVerifier({ jwks: issuer.jwksUrl })) {
  const db = withAuth(drizzle({ client: database.pool }), { verifier, roles })
  const roleOf = async (who: Parameters<typeof db.$withAuth>[0]) =>
    rowsOf(await db.$withAuth(who).execute(sql`select current_user as role`))[0]?.role
  return { db, roleOf }
}

it('a trusted role is one for trustClaims, and for no token', async () => {
  const { db, roleOf } = open({ claim: 'role', allowed: ['anonymous'], trusted: ['editor'] })
  expect(await roleOf(trustClaims({ sub: 'job' }, { role: 'editor' }))).toBe('editor')
  expect(rowsOf(await asUser(db, { sub: 'job' }, { role: 'editor' }).execute(sql`select 1 as n`))).toEqual([
    { n: 1 },
  ])
  expect(await roleOf(trustClaims({ sub: 'a' }, { role: 'anonymous' }))).toBe('anonymous')
  expect(await roleOf(trustClaims({ sub: 'a' }, { role: 'authenticated' }))).toBe('authenticated')
  expect(await roleOf(await issuer.token({ sub: 'a', role: 'anonymous' }))).toBe('anonymous')
  expect(await roleOf(await issuer.token({ sub: 'a' }))).toBe('authenticated')
  await expect(roleOf(await issuer.token({ sub: 'a', role: 'editor' }))).rejects.toMatchObject(refused)
  // Claims that were taken over, of whatever they say.
  await expect(roleOf(trustClaims({ sub: 'a', role: 'editor' }))).rejects.toMatchObject(refused)
})

it('without a claim nothing but trustClaims names a role', async () => {
  const { roleOf } = open({ trusted: ['editor'] })
  expect(await roleOf(trustClaims({ sub: 'job' }, { role: 'editor' }))).toBe('editor')
  expect(await roleOf(await issuer.token({ sub: 'a', role: 'editor' }))).toBe('authenticated')
  await expect(roleOf(trustClaims({ sub: 'a' }, { role: 'anonymous' }))).rejects.toMatchObject(refused)
})

it('neither a list of a token nor `from` names it', async () => {
  const listed = open({ claim: 'roles', allowed: ['anonymous'], trusted: ['editor'] })
  expect(await listed.roleOf(await issuer.token({ sub: 'a', roles: ['editor'] }))).toBe('authenticated')
  const chosen = open({ from: () => 'editor', trusted: ['editor'] })
  await expect(chosen.roleOf(await issuer.token({ sub: 'a' }))).rejects.toMatchObject(refused)
  expect(await chosen.roleOf(trustClaims({ sub: 'job' }, { role: 'editor' }))).toBe('editor')
})

it('a verifier of the application’s cannot name it either', async () => {
  const verifier = { verify: async () => trustClaims({ sub: 'a' }, { role: 'editor' }) } as Verifier
  const { roleOf } = open({ trusted: ['editor'] }, verifier)
  await expect(roleOf('a token')).rejects.toMatchObject(refused)
  await expect(roleOf(() => 'a token')).rejects.toMatchObject(refused)
})

it('is reached by no longer name, which PostgreSQL would cut to that of the role', async () => {
  const trusted = `job_${'x'.repeat(59)}`
  const login = new URL(database.url).username
  await database.owner.query(`create role ${trusted}; grant ${trusted} to ${login}`)
  try {
    expect(() => open({ claim: 'role', allowed: [`${trusted}y`], trusted: [trusted] })).toThrow(TypeError)
    const { roleOf } = open({ from: ({ role }: { role: string }) => role, trusted: [trusted] })
    expect(await roleOf(trustClaims({ sub: 'job' }, { role: trusted }))).toBe(trusted)
    for (const role of [trusted, `${trusted}y`]) {
      await expect(roleOf(await issuer.token({ sub: 'a', role }))).rejects.toMatchObject(refused)
    }
  } finally {
    await database.owner.query(`drop role ${trusted}`)
  }
})

it('a session that another database has given a role to is the one that it was before', async () => {
  const verifier = createVerifier({ jwks: issuer.jwksUrl })
  const seen: AuthSession[] = []
  const driver = (client: typeof database.pool) => {
    const inner = nodePostgres(client)
    const query: typeof inner.query = (session, statement) => {
      seen.push(session)
      return inner.query(session, statement)
    }
    return { ...inner, query }
  }
  const other = withAuth(drizzle({ client: database.pool }), {
    verifier,
    driver,
    roles: { authenticated: 'editor', anonymous: 'author' },
    settings: { 'app.tenant': 'other' },
  })
  await other.$withAuth(await issuer.token({ sub: 'a' })).execute(sql`select 1`)
  await Promise.resolve(other.$withAuth(null).execute(sql`select 1`)).catch(() => {})
  expect(seen.map(({ role }) => role)).toEqual(['editor', 'author'])
  const { db, roleOf } = open({ trusted: ['editor'] })
  expect(await Promise.all(seen.map(roleOf))).toEqual(['authenticated', 'anonymous'])
  const [user] = seen
  if (user === undefined) throw new Error('Nobody has asked.')
  const setting = sql`select coalesce(current_setting('app.tenant', true), '') as tenant`
  expect(rowsOf(await db.$withAuth(user).execute(setting))).toEqual([{ tenant: '' }])
})

it('is in no other option', () => {
  const roles: object[] = [
    { claim: 'role', allowed: ['editor'], trusted: ['editor'] },
    { authenticated: 'editor', trusted: ['editor'] },
    { anonymous: 'editor', trusted: ['editor'] },
    { trusted: ['authenticated'] },
    { trusted: ['none'] },
    { trusted: 'editor' },
    { trusted: [7] },
  ]
  for (const value of roles) expect(() => open(value)).toThrow(TypeError)
})
