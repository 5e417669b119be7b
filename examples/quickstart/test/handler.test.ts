import { startEmbeddedPostgres, startProxy } from '@rowauth/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { setUp } from '../src/setup.js'
import { issueTokens } from '../src/tokens.js'

/** Set in `beforeAll`, closed in reverse. */
const open: (() => Promise<unknown>)[] = []
let tokens: Awaited<ReturnType<typeof issueTokens>>
let get: (headers: Record<string, string>) => Promise<Response>

beforeAll(async () => {
  // A server of its own: the login role has a fixed name.
  const server = await startEmbeddedPostgres()
  open.push(() => server.stop())
  // Closed before the server stops: pool.end() settles while connections are still on their way out.
  const proxy = await startProxy(await setUp(server.connectionString))
  open.push(() => proxy.close())
  tokens = await issueTokens()
  open.push(() => tokens.issuer.close())
  process.env.DATABASE_URL = proxy.connectionString
  process.env.JWKS_URL = tokens.issuer.jwksUrl
  process.env.ISSUER = tokens.issuer.issuer
  const { pool } = await import('../src/db.js')
  open.push(() => pool.end())
  const { seed } = await import('../src/seed.js')
  await seed(tokens)
  const { GET } = await import('../src/handler.js')
  get = (headers) => GET(new Request('http://localhost/todos', { headers }))
})

afterAll(async () => {
  for (const close of open.reverse()) await close()
})

const titles = async (response: Response) =>
  ((await response.json()) as { title: string }[]).map(({ title }) => title).sort()

it("answers with the todos of the request's user", async () => {
  const { alice, bob } = tokens
  expect(await titles(await get({ authorization: `Bearer ${alice}` }))).toEqual(['buy milk', 'call mum'])
  expect(await titles(await get({ authorization: `Bearer ${bob}` }))).toEqual([
    'mow the lawn',
    'plan the fair',
  ])
})

it('answers a visitor with what is published', async () => {
  expect(await titles(await get({}))).toEqual(['plan the fair'])
})

it.each([
  { name: 'an expired token', token: 'expired', code: 'token_expired' },
  { name: 'a forged token', token: 'forged', code: 'token_signature_invalid' },
] as const)('answers $name with 401 and the code', async ({ token, code }) => {
  const response = await get({ authorization: `Bearer ${tokens[token]}` })
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({ code })
})
