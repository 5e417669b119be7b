import { neonConfig } from '@neondatabase/serverless'
import { createVerifier } from '@rowauth/core'
import { startNeonLocal } from '@rowauth/neon-local'
import { createTestIssuer } from '@rowauth/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '../../src/neon-rls/after.js'
import { notes } from '../../src/schema.js'
import { type NotesDatabase, startNotesDatabase } from '../support/notes-database.js'

let database: NotesDatabase
let issuer: Awaited<ReturnType<typeof createTestIssuer>>
let endpoint: Awaited<ReturnType<typeof startNeonLocal>>
let db: ReturnType<typeof openDatabase>

beforeAll(async () => {
  database = await startNotesDatabase()
  await database.owner.query(`insert into notes (user_id, body, published) values
    ('alice', 'of alice', false), ('bob', 'of bob', false), ('bob', 'for everyone', true)`)
  issuer = await createTestIssuer({ audience: 'notes' })
  endpoint = await startNeonLocal({ connectionString: database.url, passwordLogin: true })
  neonConfig.fetchEndpoint = () => endpoint.url
  const url = new URL(database.url)
  url.hostname = 'project.neon.local'
  db = openDatabase(
    url.href,
    createVerifier({ jwks: issuer.jwksUrl, issuer: issuer.issuer, audience: 'notes' }),
  )
})

afterAll(async () => {
  await endpoint?.close()
  await issuer?.close()
  await database?.close()
})

it('shows everybody their rows over HTTP, with one database for all', async () => {
  const bodies = async (token: string | null) =>
    (await db.$withAuth(token).select({ body: notes.body }).from(notes)).map(({ body }) => body).sort()
  const [alice, bob] = await Promise.all([issuer.token({ sub: 'alice' }), issuer.token({ sub: 'bob' })])
  expect(await Promise.all([bodies(alice), bodies(bob), bodies(null), bodies(alice)])).toEqual([
    ['of alice'],
    ['for everyone', 'of bob'],
    ['for everyone'],
    ['of alice'],
  ])
})

it('refuses a token that somebody else has signed', async () => {
  const forger = await createTestIssuer({ audience: 'notes', issuer: issuer.issuer })
  const forged = await forger.token({ sub: 'bob' })
  await forger.close()
  await expect(db.$withAuth(forged).select().from(notes)).rejects.toMatchObject({ status: 401 })
})
