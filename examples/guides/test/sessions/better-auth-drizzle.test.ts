import { readFile } from 'node:fs/promises'
import { trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { notes } from '../../src/schema.js'
import { createAuth, createTokenVerifier } from '../../src/sessions/better-auth-drizzle.js'
import * as tables from '../../src/sessions/better-auth-tables.js'
import { serveBetterAuth } from '../support/better-auth-server.js'
import { type NotesDatabase, startNotesDatabase } from '../support/notes-database.js'
import { notesOf } from '../support/notes-of.js'

const loginSql = new URL('../../src/sessions/better-auth-login.sql', import.meta.url)

const serve = (pool: pg.Pool) =>
  serveBetterAuth(pool, async (baseURL, secret) => createAuth(drizzle({ client: pool }), baseURL, secret))

let database: NotesDatabase
let login: Awaited<ReturnType<typeof serve>>
let people: ReturnType<typeof notesOf>
let alice: Headers
let bob: Headers
/** Roles belong to the server, which other tests share. */
let role: string

beforeAll(async () => {
  database = await startNotesDatabase()
  const nothing = generateDrizzleJson({})
  for (const statement of await generateMigration(nothing, generateDrizzleJson(tables))) {
    await database.owner.query(statement)
  }
  role = `better_auth_${database.url.split('/').at(-1)}`
  await database.owner.query((await readFile(loginSql, 'utf8')).replaceAll('better_auth', role))
  await database.owner.query(`alter role ${role} password 'login'`)
  const url = new URL(database.url)
  url.username = role
  url.password = 'login'
  login = await serve(new pg.Pool({ connectionString: url.href, max: 2 }))
  people = notesOf(database.pool, createTokenVerifier(login.baseURL))
  alice = await login.signUp('alice')
  bob = await login.signUp('bob')
})
afterAll(async () => {
  await login?.close()
  await database?.owner.query(`drop owned by ${role}; drop role ${role}`)
  await database?.close()
})

describe('by the tokens of the JWT plugin, with keys of its own handler', () => {
  it('shows each user their own rows', async () => {
    const [ofAlice, ofBob] = [await login.tokenOf(alice), await login.tokenOf(bob)]
    await people.write(ofAlice, 'of alice')
    await people.write(ofBob, 'of bob')
    expect(await people.read(ofAlice)).toEqual(['of alice'])
    expect(await people.read(ofBob)).toEqual(['of bob'])
    expect(await people.read(null)).toEqual([])
  })

  it('has no token for a visitor', async () => {
    await expect(login.tokenOf(new Headers())).rejects.toThrow('answered 401')
  })
})

it('takes three lines by session', async () => {
  const { auth } = login
  const db = withAuth(drizzle({ client: database.pool }))
  const rowsOf = async (headers: Headers) => {
    // #region use
    const who = await auth.api.getSession({ headers })
    const session = who && trustClaims({ sub: who.user.id }, { expiresAt: +who.session.expiresAt / 1000 })
    const rows = await db.$withAuth(session).select().from(notes)
    // #endregion use
    return rows.map(({ body }) => body)
  }
  expect(await rowsOf(alice)).toEqual(['of alice'])
  expect(await rowsOf(bob)).toEqual(['of bob'])
  expect(await rowsOf(new Headers())).toEqual([])
})

describe("Better Auth's tables, in the same schema as the application's", () => {
  const names = ['"user"', 'session', 'account', 'verification', 'jwks']

  it.each(names)(
    '%s is kept from signed-in users, visitors and the login of the application',
    async (name) => {
      const statement = `select * from ${name}`
      await expect(database.pool.query(statement)).rejects.toMatchObject({ code: '42501' })
      for (const who of [await login.tokenOf(alice), null]) {
        await expect(people.execute(who, statement)).rejects.toMatchObject({ cause: { code: '42501' } })
      }
    },
  )

  it("is all that Better Auth's login reaches", async () => {
    for (const name of names) await login.pool.query(`select * from ${name}`)
    await expect(login.pool.query('select * from notes')).rejects.toMatchObject({ code: '42501' })
    await expect(login.pool.query('set role authenticated')).rejects.toMatchObject({ code: '42501' })
  })
})
