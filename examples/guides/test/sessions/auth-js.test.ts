import { randomBytes } from 'node:crypto'
import type { AuthConfig } from '@auth/core'
import Credentials from '@auth/core/providers/credentials'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { callbacks, sessionOf } from '../../src/sessions/auth-js.js'
import { auth, signIn, signInByOAuth } from '../support/auth-js-browser.js'
import { type NotesDatabase, startNotesDatabase } from '../support/notes-database.js'
import { notesOf } from '../support/notes-of.js'
import { startOAuthProvider } from '../support/oauth-provider.js'

let database: NotesDatabase
let github: Awaited<ReturnType<typeof startOAuthProvider>>
let notes: ReturnType<typeof notesOf>
let config: AuthConfig

beforeAll(async () => {
  database = await startNotesDatabase()
  github = await startOAuthProvider()
  notes = notesOf(database.pool)
  const credentials = Credentials({
    credentials: { name: {}, password: {} },
    authorize: ({ name, password }) => (password === 'right' ? { id: String(name) } : null),
  })
  config = {
    secret: randomBytes(32).toString('hex'),
    trustHost: true,
    providers: [credentials, github.provider],
    callbacks,
    session: { strategy: 'jwt' },
    // Refusals are what is tried here; they would be printed.
    logger: { error: () => undefined },
  }
})

afterAll(async () => {
  await github?.close()
  await database?.close()
})

it('shows each user their own rows, and a visitor what is published', async () => {
  const alice = sessionOf(await auth(config, await signIn(config, 'alice', 'right')))
  const bob = sessionOf(await auth(config, await signInByOAuth(config, 'bob')))
  expect(alice).toMatchObject({ claims: { sub: 'credentials|alice' }, expiresAt: expect.any(Number) })
  expect(bob?.claims.sub).toBe('github|id of bob')
  await notes.write(alice, 'of alice')
  await notes.write(alice, 'for everyone', { published: true })
  await notes.write(bob, 'of bob')
  expect(await notes.read(alice)).toEqual(['of alice', 'for everyone'])
  expect(await notes.read(bob)).toEqual(['of bob'])
  expect(await notes.read(sessionOf(await auth(config, '')))).toEqual(['for everyone'])
})

it('takes a wrong password, and a cookie under another secret, for a visitor', async () => {
  const refused = await signIn(config, 'alice', 'wrong')
  const forged = await signIn({ ...config, secret: 'of the forger' }, 'alice', 'right')
  for (const cookie of [refused, forged]) expect(sessionOf(await auth(config, cookie))).toBeNull()
})

it('gives a user the same id at each sign-in, which Auth.js by itself does not', async () => {
  const idsOf = async (given: AuthConfig) => {
    const sessions = [
      await auth(given, await signInByOAuth(given, 'bob')),
      await auth(given, await signInByOAuth(given, 'bob')),
    ]
    return new Set(sessions.map((session) => sessionOf(session)?.claims.sub)).size
  }
  expect(await idsOf({ ...config, callbacks: { session: callbacks.session } })).toBe(2)
  expect(await idsOf(config)).toBe(1)
})

it('throws for a session without an id instead of making a user of nobody', async () => {
  const { callbacks: _, ...plain } = config
  const session = await auth(plain, await signInByOAuth(plain, 'bob'))
  expect(session).toMatchObject({ user: { name: 'bob' } })
  expect(() => sessionOf(session)).toThrow('user.id')
})
