import { createVerifier, providers } from '@rowauth/core'
import { createTestIssuer, type TestIssuer } from '@rowauth/testing'
import { GoTrueClient } from '@supabase/auth-js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sessionOf, tokenOf } from '../../src/sessions/supabase.js'
import { type NotesDatabase, startNotesDatabase } from '../support/notes-database.js'
import { notesOf } from '../support/notes-of.js'

const server = 'https://abcdefghijklmnopqrst.supabase.co/auth/v1'

let database: NotesDatabase
let issuer: TestIssuer
let forger: TestIssuer
let notes: ReturnType<typeof notesOf>

beforeAll(async () => {
  database = await startNotesDatabase()
  const shape = { issuer: server, audience: 'authenticated' }
  issuer = await createTestIssuer(shape)
  forger = await createTestIssuer(shape)
  const preset = providers.supabase({ projectRef: 'abcdefghijklmnopqrst' })
  notes = notesOf(database.pool, createVerifier({ ...preset, jwks: issuer.jwksUrl }))
})

afterAll(async () => {
  await issuer?.close()
  await forger?.close()
  await database?.close()
})

const claimsOf = (user: string) => ({
  sub: user,
  role: 'authenticated',
  aal: 'aal1',
  session_id: `session of ${user}`,
  app_metadata: { provider: 'email' },
  user_metadata: { plan: 'whatever its user wrote' },
  is_anonymous: false,
})

/** A client on the server, whose storage is the cookies of a request: whatever a browser has put there. */
async function supabaseAuth(user?: string, from = issuer, shownAs = user) {
  const cookies = new Map<string, string>()
  if (user !== undefined) {
    const session = {
      access_token: await from.token(claimsOf(user)),
      refresh_token: 'r',
      token_type: 'bearer',
      expires_in: 3600,
      expires_at: Math.floor(Date.now() / 1000) + 3600,
      user: { id: shownAs },
    }
    cookies.set('session', JSON.stringify(session))
  }
  return new GoTrueClient({
    url: server,
    storageKey: 'session',
    storage: {
      getItem: (key) => cookies.get(key) ?? null,
      setItem: (key, value) => void cookies.set(key, value),
      removeItem: (key) => void cookies.delete(key),
    },
    autoRefreshToken: false,
    detectSessionInUrl: false,
    fetch: async (address) =>
      String(address) === `${server}/.well-known/jwks.json`
        ? fetch(issuer.jwksUrl)
        : new Response(null, { status: 404 }),
  })
}

it('shows each user their rows, by claims and by token, and a visitor what is published', async () => {
  const alice = await sessionOf(await supabaseAuth('alice'))
  await notes.write(alice, 'of alice')
  await notes.write(await sessionOf(await supabaseAuth('bob')), 'of bob', { published: true })
  expect(alice?.claims).not.toHaveProperty('user_metadata')
  expect(await notes.read(alice)).toEqual(['of alice'])
  expect(await notes.read(await tokenOf(await supabaseAuth('alice')))).toEqual(['of alice'])
  expect(await notes.read(await sessionOf(await supabaseAuth()))).toEqual(['of bob'])
  expect(await notes.read(await tokenOf(await supabaseAuth()))).toEqual(['of bob'])
})

it('getSession() believes a forged cookie; sessionOf() and the verifier do not', async () => {
  const auth = await supabaseAuth('alice', forger)
  const { data } = await auth.getSession()
  expect(data.session?.user.id).toBe('alice')
  await expect(sessionOf(auth)).rejects.toThrow()
  await expect(notes.read(await tokenOf(auth))).rejects.toMatchObject({ status: 401 })
})

it('getSession() believes the user that a browser has written beside its own token', async () => {
  const auth = await supabaseAuth('bob', issuer, 'alice')
  const { data } = await auth.getSession()
  expect(data.session?.user.id).toBe('alice')
  expect((await sessionOf(auth))?.claims.sub).toBe('bob')
  expect(await notes.read(await tokenOf(auth))).toEqual(['of bob'])
})
