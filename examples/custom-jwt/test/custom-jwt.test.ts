import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Running, start } from '../src/start.js'

let app: Running
beforeAll(async () => {
  app = await start(0)
})
afterAll(() => app?.close())

async function login(email: string): Promise<string> {
  const answer = await fetch(`${app.url}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email }),
  })
  return ((await answer.json()) as { token: string }).token
}

const call = (path: string, token?: string, init: RequestInit = {}) =>
  fetch(`${app.url}${path}`, {
    ...init,
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
  })

describe('the custom-JWT guide', () => {
  it('publishes the public key, and nothing private', async () => {
    const { keys } = (await (await call('/.well-known/jwks.json')).json()) as {
      keys: Record<string, string>[]
    }
    expect(keys).toHaveLength(1)
    expect(keys[0]).toMatchObject({ kty: 'RSA', alg: 'RS256', use: 'sig', kid: expect.any(String) })
    expect(keys[0]).not.toHaveProperty('d')
  })

  it('shows each user the people of their tenant', async () => {
    const names = async (email: string) => {
      const answer = await call('/api/users', await login(email))
      const { tenant, users } = (await answer.json()) as {
        tenant: { name: string }
        users: { name: string }[]
      }
      return [tenant.name, users.map((user) => user.name).sort()]
    }
    expect(await names('alice@acme.example')).toEqual(['Acme', ['Adam', 'Alice']])
    expect(await names('bob@bolt.example')).toEqual(['Bolt', ['Bob']])
  })

  it('lets a user change themselves only', async () => {
    const token = await login('adam@acme.example')
    const rename = (id: string) =>
      call(`/api/users/${id}`, token, { method: 'PATCH', body: JSON.stringify({ name: 'Adam A.' }) })
    expect((await rename('0191b2c0-0000-7000-8000-0000000000a2')).status).toBe(200)
    expect((await rename('0191b2c0-0000-7000-8000-0000000000a1')).status).toBe(404)
    expect((await rename('0191b2c0-0000-7000-8000-0000000000b1')).status).toBe(404)
  })

  it('refuses who has no token, or a broken or foreign one', async () => {
    expect((await call('/api/users')).status).toBe(401)
    const token = await login('alice@acme.example')
    for (const broken of ['', 'x', `${token}x`, `${token.slice(0, -20)}${'A'.repeat(20)}`]) {
      const answer = await call('/api/users', broken)
      expect(answer.status).toBe(401)
      expect(await answer.json()).toMatchObject({ code: expect.stringMatching(/^token_/) })
    }
    const unknown = await call('/login', undefined, { method: 'POST', body: '{"email":"eve@evil.example"}' })
    expect(unknown.status).toBe(401)
  })
})
