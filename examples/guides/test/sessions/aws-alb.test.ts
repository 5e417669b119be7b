import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { createVerifier } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { createTestIssuer } from '@rowauth/testing'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { notes } from '../../src/schema.js'
import { createSessionOf, tokenOf, verifier } from '../../src/sessions/aws-alb.js'
import { loadBalancer, startRegion } from '../support/load-balancer.js'
import { type NotesDatabase, startNotesDatabase } from '../support/notes-database.js'
import { notesOf } from '../support/notes-of.js'

let database: NotesDatabase
let region: Awaited<ReturnType<typeof startRegion>>
let sessionOf: ReturnType<typeof createSessionOf>
let people: ReturnType<typeof notesOf>

beforeAll(async () => {
  database = await startNotesDatabase()
  region = await startRegion()
  sessionOf = createSessionOf(loadBalancer, region.jwksCache)
  people = notesOf(database.pool)
  await people.write(await sessionOf(signedIn()), 'of alice')
  await people.write(await sessionOf(signedIn({ claims: { sub: 'bob' } })), 'of bob')
})
afterAll(async () => {
  await region?.close()
  await database?.close()
})

const signedIn = (changes?: Parameters<typeof region.token>[0]) =>
  new Headers({ 'x-amzn-oidc-data': region.token(changes) })

describe('x-amzn-oidc-data', () => {
  it('shows each user their own rows, and asks for a key once', async () => {
    expect(await people.read(await sessionOf(signedIn()))).toEqual(['of alice'])
    expect(await people.read(await sessionOf(signedIn({ claims: { sub: 'bob' } })))).toEqual(['of bob'])
    expect(await people.read(await sessionOf(new Headers()))).toEqual([])
    expect(region.asked).toHaveLength(1)
  })

  it('takes two lines in a handler', async () => {
    const db = withAuth(drizzle({ client: database.pool }))
    const request = new Request('http://localhost/', { headers: signedIn() })
    // #region use
    const session = await sessionOf(request.headers)
    const rows = await db.$withAuth(session).select().from(notes)
    // #endregion use
    expect(rows).toMatchObject([{ body: 'of alice' }])
    expect(session?.expiresAt).toBeGreaterThan(Date.now() / 1000)
    expect(session?.claims).toEqual({ sub: 'alice' })
  })

  it("is not believed of somebody else's load balancer in the region, which signs with the same keys", async () => {
    const signer = loadBalancer.albArn.replace('123456789012', '999999999999')
    await expect(sessionOf(signedIn({ header: { signer } }))).rejects.toThrow(/not allowed/i)
    await expect(sessionOf(signedIn({ header: { signer: undefined } }))).rejects.toThrow()
  })

  it.each<[string, () => Parameters<typeof region.token>[0]]>([
    ['of another client', () => ({ header: { client: 'another' } })],
    ['of another provider', () => ({ claims: { iss: 'https://issuer.example' } })],
    ['that has ended', () => ({ claims: { exp: 1 } })],
    [
      'signed with another key',
      () => ({ signedWith: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }),
    ],
    ['of a key that the region does not have', () => ({ header: { kid: randomUUID() } })],
    ['whose key id leads elsewhere', () => ({ header: { kid: '../../evil.example/key' } })],
    ['without a signature', () => ({ header: { alg: 'none' } })],
  ])('is not believed %s', async (_, changes) => {
    await expect(sessionOf(signedIn(changes()))).rejects.toThrow()
  })

  it('is refused by a verifier for JWTs, which says where to look', async () => {
    const refused = createVerifier({ jwks: { keys: [] } }).verify(region.token())
    await expect(refused).rejects.toMatchObject({
      code: 'token_malformed',
      message: expect.stringContaining('x-amzn-oidc-data'),
    })
  })
})

it('x-amzn-oidc-accesstoken is a token like any other: its provider signs it, and its verifier is asked', async () => {
  const provider = await createTestIssuer({ alg: 'RS256', issuer: loadBalancer.issuer })
  const original = globalThis.fetch
  // The user pool is an example: the issuer of the tests answers for its keys.
  vi.stubGlobal('fetch', async (address: URL, init?: RequestInit) =>
    original(
      String(address) === `${loadBalancer.issuer}/.well-known/jwks.json` ? provider.jwksUrl : address,
      init,
    ),
  )
  try {
    const behind = notesOf(database.pool, verifier)
    const headers = (token: string) => new Headers({ 'x-amzn-oidc-accesstoken': token })
    const alice = headers(await provider.token({ sub: 'alice', token_use: 'access' }))
    expect(await behind.read(tokenOf(alice))).toEqual(['of alice'])
    expect(await behind.read(tokenOf(new Headers()))).toEqual([])
    const [head, body] = tokenOf(alice)?.split('.') ?? []
    const forged = headers(`${head}.${body}.${Buffer.alloc(256).toString('base64url')}`)
    await expect(behind.read(tokenOf(forged))).rejects.toMatchObject({ code: 'token_signature_invalid' })
  } finally {
    vi.unstubAllGlobals()
    await provider.close()
  }
})
