import { withAuth } from '@rowauth/drizzle'
import { createTestIssuer } from '@rowauth/testing'
import { betterAuth } from 'better-auth'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { notes } from '../../src/schema.js'
import { sessionOf } from '../../src/sessions/better-auth.js'
import { createTokenVerifier } from '../../src/sessions/better-auth-drizzle.js'
import { startBetterAuth } from '../support/better-auth-server.js'
import { type NotesDatabase, startNotesDatabase } from '../support/notes-database.js'
import { notesOf } from '../support/notes-of.js'

let database: NotesDatabase
let login: Awaited<ReturnType<typeof startBetterAuth>>
let people: ReturnType<typeof notesOf>
let alice: Headers
let bob: Headers

beforeAll(async () => {
  database = await startNotesDatabase()
  login = await startBetterAuth(database.ownerUrl)
  people = notesOf(database.pool, createTokenVerifier(login.baseURL))
  alice = await login.signUp('alice')
  bob = await login.signUp('bob')
  await people.write(await sessionOf(login.auth, alice), 'of alice')
  await people.write(await sessionOf(login.auth, alice), 'for everyone', { published: true })
  await people.write(await sessionOf(login.auth, bob), 'of bob')
})

afterAll(async () => {
  await login?.close()
  await database?.close()
})

const read = async (headers: Headers) => people.read(await sessionOf(login.auth, headers))

it('shows each user their own rows, and a visitor what is published', async () => {
  expect(await read(alice)).toEqual(['of alice', 'for everyone'])
  expect(await read(bob)).toEqual(['of bob'])
  expect(await read(new Headers())).toEqual(['for everyone'])
})

it('takes two lines in a handler', async () => {
  const { auth } = login
  const db = withAuth(drizzle({ client: database.pool }))
  const request = new Request(login.baseURL, { headers: bob })
  // #region use
  const session = await sessionOf(auth, request.headers)
  const rows = await db.$withAuth(session).select().from(notes)
  // #endregion use
  expect(rows).toMatchObject([{ body: 'of bob' }])
})

it('takes a forged cookie, an expired session and one that was signed out for a visitor', async () => {
  const carol = await login.signUp('carol')
  const dave = await login.signUp('dave')
  const [name = '', value = ''] = alice.get('cookie')?.split('=') ?? []
  const [token] = decodeURIComponent(value).split('.')
  const signature = Buffer.alloc(32).toString('base64')
  const forged = new Headers({ cookie: `${name}=${encodeURIComponent(`${token}.${signature}`)}` })
  await login.auth.api.signOut({ headers: dave })
  const ended = `update "session" set "expiresAt" = now() - interval '1 second' where "userId" = $1`
  await login.pool.query(ended, [(await sessionOf(login.auth, carol))?.claims.sub])
  for (const headers of [forged, carol, dave]) {
    expect(await sessionOf(login.auth, headers)).toBeNull()
    expect(await read(headers)).toEqual(['for everyone'])
  }
})

it('asks for the session itself where a cookie remembers it', async () => {
  const options = { ...login.auth.options, session: { cookieCache: { enabled: true } } }
  // Its type knows of the further option; what is used of it is the same.
  const auth = betterAuth(options) as unknown as typeof login.auth
  const body = { name: 'erin', email: 'erin@example.com', password: 'correct horse battery' }
  const { headers } = await auth.api.signUpEmail({ body, returnHeaders: true })
  const cookie = headers.getSetCookie().map((each) => each.split(';')[0])
  const erin = new Headers({ cookie: cookie.join('; ') })
  await login.pool.query(`delete from "session" where "userId" = $1`, [
    (await sessionOf(auth, erin))?.claims.sub,
  ])
  expect(await auth.api.getSession({ headers: erin })).toMatchObject({ user: { name: 'erin' } })
  expect(await sessionOf(auth, erin)).toBeNull()
})

it('shares the notes of an organisation with its members, until they are removed', async () => {
  const organization = await login.auth.api.createOrganization({
    headers: alice,
    body: { name: 'Acme', slug: 'acme' },
  })
  const organizationId = organization.id
  const userId = (await sessionOf(login.auth, bob))?.claims.sub ?? ''
  await login.auth.api.addMember({ body: { userId, organizationId, role: 'member' } })
  for (const headers of [alice, bob]) {
    await login.auth.api.setActiveOrganization({ headers, body: { organizationId } })
  }
  await people.write(await sessionOf(login.auth, alice), 'of acme', { orgId: organizationId })
  expect(await read(bob)).toEqual(['of bob', 'of acme'])

  await login.auth.api.removeMember({
    headers: alice,
    body: { memberIdOrEmail: 'bob@example.com', organizationId },
  })
  // Better Auth's own session still names it.
  const found = await login.auth.api.getSession({ headers: bob })
  expect(found?.session.activeOrganizationId).toBe(organizationId)
  expect(await read(bob)).toEqual(['of bob'])
})

it('takes the tokens of the JWT plugin, and no forged ones', async () => {
  const { token } = await login.auth.api.getToken({ headers: bob })
  expect(await people.read(token)).toEqual(['of bob'])

  const forger = await createTestIssuer({ alg: 'EdDSA', issuer: login.baseURL, audience: login.baseURL })
  const forged = await forger.token({ sub: (await sessionOf(login.auth, alice))?.claims.sub ?? '' })
  await forger.close()
  await expect(people.read(forged)).rejects.toMatchObject({ code: 'token_key_not_found', status: 401 })
})

it("keeps Better Auth's tables from the application's login and from its users", async () => {
  const session = await sessionOf(login.auth, alice)
  for (const statement of ['select * from login.session', 'select * from login.account']) {
    await expect(database.pool.query(statement)).rejects.toMatchObject({ code: '42501' })
    await expect(people.execute(session, statement)).rejects.toMatchObject({ cause: { code: '42501' } })
  }
})
