import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { createClerkClient } from '@clerk/backend'
import type { Claims } from '@rowauth/core'
import { createTestIssuer, type TestIssuer } from '@rowauth/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTokenVerifier, sessionOf } from '../../src/sessions/clerk.js'
import { type NotesDatabase, startNotesDatabase } from '../support/notes-database.js'
import { notesOf } from '../support/notes-of.js'

const domain = 'clerk.todo.example.com'
const origin = 'https://todo.example.com'

let database: NotesDatabase
let issuer: TestIssuer
let forger: TestIssuer
let notes: ReturnType<typeof notesOf>
let clerk: ReturnType<typeof createClerkClient>

beforeAll(async () => {
  database = await startNotesDatabase()
  issuer = await createTestIssuer({ alg: 'RS256', issuer: `https://${domain}` })
  forger = await createTestIssuer({ alg: 'RS256', issuer: `https://${domain}` })
  // Clerk's address is not on loopback: its keys are fetched from there by name, and served from here.
  const verifier = createTokenVerifier(domain, [origin], { fetch: () => fetch(issuer.jwksUrl) })
  notes = notesOf(database.pool, verifier)
  const { keys } = (await (await fetch(issuer.jwksUrl)).json()) as { keys: [JsonWebKey] }
  clerk = createClerkClient({
    secretKey: 'sk_test_of_nobody',
    telemetry: { disabled: true },
    publishableKey: `pk_test_${Buffer.from(`${domain}$`).toString('base64')}`,
    jwtKey: String(createPublicKey({ key: keys[0], format: 'jwk' }).export({ type: 'spki', format: 'pem' })),
  })
})

afterAll(async () => {
  await issuer?.close()
  await forger?.close()
  await database?.close()
})

/** A session token of version 2: https://clerk.com/docs/guides/sessions/session-tokens */
function tokenOf(user: string, changes: Claims = {}, from = issuer): Promise<string> {
  const iat = now()
  return from.token({
    azp: origin,
    exp: iat + 60,
    fva: [7, -1],
    iat,
    jti: 'a4c1e9d07b3f5826e0d2',
    nbf: iat - 10,
    sid: `sess_${user}`,
    sts: 'active',
    sub: `user_${user}`,
    v: 2,
    ...changes,
  })
}

const now = () => Math.floor(Date.now() / 1000)
const inOrganization = (id: string) => ({ o: { id, rol: 'admin', slg: 'blue-team', per: 'read', fpm: '1' } })

/** What Clerk's middleware finds in a request, and `auth()` gives. */
async function auth(token?: string) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const state = await clerk.authenticateRequest(new Request(origin, { headers }))
  const found = state.toAuth()
  if (found === null) throw new Error('Clerk asks for a handshake.')
  return found
}

describe('by trustClaims', () => {
  it('shows each user their rows and those of the active organisation', async () => {
    const alice = sessionOf(await auth(await tokenOf('alice', inOrganization('org_blue'))))
    const bob = sessionOf(await auth(await tokenOf('bob', inOrganization('org_blue'))))
    const carol = sessionOf(await auth(await tokenOf('carol', inOrganization('org_red'))))
    expect(alice?.claims).toEqual({
      sub: 'user_alice',
      org_id: 'org_blue',
      org_role: 'org:admin',
      exp: expect.any(Number),
    })
    await notes.write(alice, 'of alice')
    await notes.write(alice, 'of blue', { orgId: 'org_blue', published: true })
    await notes.write(carol, 'of carol')
    expect(await notes.read(alice)).toEqual(['of alice', 'of blue'])
    expect(await notes.read(bob)).toEqual(['of blue'])
    expect(await notes.read(carol)).toEqual(['of carol'])
  })

  it('takes nobody, a forger, a token that is over and a session with open tasks for a visitor', async () => {
    const tokens = [
      undefined,
      await tokenOf('alice', {}, forger),
      await tokenOf('alice', { exp: now() - 60 }),
      await tokenOf('alice', { sts: 'pending' }),
    ]
    for (const token of tokens) {
      const session = sessionOf(await auth(token))
      expect(session).toBeNull()
      expect(await notes.read(session)).toEqual(['of blue'])
    }
  })
})

describe('by token', () => {
  it('shows the same rows', async () => {
    expect(await notes.read(await tokenOf('alice'))).toEqual(['of alice', 'of blue'])
  })

  it.each([
    { name: 'of a forger', code: 'token_key_not_found', changes: {}, from: () => forger },
    { name: 'that is over', code: 'token_expired', changes: { exp: 1 }, from: () => issuer },
    {
      name: 'with open tasks',
      code: 'token_claims_invalid',
      changes: { sts: 'pending' },
      from: () => issuer,
    },
    {
      name: 'of another front end',
      code: 'token_claims_invalid',
      changes: { azp: 'https://evil.example' },
      from: () => issuer,
    },
  ])('refuses a token $name', async ({ code, changes, from }) => {
    const token = await tokenOf('alice', changes, from())
    await expect(notes.read(token)).rejects.toMatchObject({ code, status: 401 })
  })
})
