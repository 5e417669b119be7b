import { AuthError, anonymousSession, createVerifier, trustClaims } from '@rowauth/core'
import { unverifiedSession } from '@rowauth/core/internal'
import { neonHttp } from '@rowauth/driver/neon-http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alice, as, type Fixture, startFixture } from '../fixture.js'
import { type NeonFixture, startNeonFixture } from './neon-fixture.js'

let fixture: Fixture
let local: NeonFixture
beforeAll(async () => {
  fixture = await startFixture()
  local = await startNeonFixture(fixture)
})
afterAll(async () => {
  await local?.close()
  await fixture?.close()
})

const titles = 'select title from todos order by title'

describe('requests', () => {
  it('takes one for a statement, one for a batch, none for an empty batch', async () => {
    const driver = neonHttp(local.login)
    local.requests()
    await driver.query(alice, titles)
    expect(local.requests()).toBe(1)
    await driver.batch(alice, [titles, titles, titles, titles, titles])
    expect(local.requests()).toBe(1)
    expect(await driver.batch(alice, [])).toEqual([])
    expect(local.requests()).toBe(0)
  })

  it('sends nothing for what it refuses', async () => {
    const driver = neonHttp(local.login)
    local.requests()
    await expect(driver.query({} as typeof alice, titles)).rejects.toThrow(TypeError)
    await expect(driver.query(alice, 'commit')).rejects.toMatchObject({ code: 'unsupported' })
    await expect(driver.transaction(alice, async () => 1)).rejects.toMatchObject({ code: 'unsupported' })
    const writable = driver.batch(alice, [titles], { accessMode: 'read write' })
    await expect(writable).rejects.toMatchObject({ code: 'unsupported' })
    await expect(driver.query(unverifiedSession(await local.issuer.token()), titles)).rejects.toMatchObject({
      code: 'unsupported',
    })
    expect(local.requests()).toBe(0)
  })

  it('takes a neon() client only', () => {
    for (const value of [undefined, null, {}, () => 1, 'postgres://x']) {
      expect(() => neonHttp(value as never)).toThrow(TypeError)
    }
    expect(() => neonHttp(local.login, { mode: 'both' as never })).toThrow(TypeError)
  })
})

describe('token mode', () => {
  const open = () => neonHttp(local.passwordless('authenticated'), { mode: 'token' })
  const sessionOf = async (claims: object) => unverifiedSession(await local.issuer.token({ ...claims }))

  it('lets the endpoint verify the token of each session', async () => {
    const driver = open()
    const [a, b] = [await sessionOf({ sub: 'alice' }), await sessionOf({ sub: 'bob' })]
    local.requests()
    expect((await driver.query(b, titles)).rows).toEqual([{ title: 'b1' }])
    expect((await driver.query(a, titles)).rows).toEqual([{ title: 'a1' }, { title: 'a2' }])
    expect(local.requests()).toBe(2)
    const [first, second] = await driver.batch(a, [
      titles,
      'select current_user as role, auth.user_id() as id',
    ])
    expect(first?.rows).toHaveLength(2)
    expect(second?.rows).toEqual([{ role: 'authenticated', id: 'alice' }])
    expect(local.requests()).toBe(1)
  })

  it('takes a session that was verified here as well', async () => {
    const verifier = createVerifier({ jwks: local.issuer.jwksUrl })
    const session = await verifier.verify(await local.issuer.token({ sub: 'alice' }))
    expect((await open().query(session, titles)).rows).toHaveLength(2)
  })

  it('needs a token, and the role of the connection string', async () => {
    await expect(open().query(as('alice'), titles)).rejects.toMatchObject({ code: 'token_missing' })
    await expect(open().query(anonymousSession, titles)).rejects.toMatchObject({ code: 'token_missing' })
    const anonymous = neonHttp(local.passwordless('anonymous'), { mode: 'token', role: 'anonymous' })
    const session = await sessionOf({ sub: 'alice' })
    await expect(anonymous.query(session, titles)).rejects.toMatchObject({ code: 'unsupported' })
  })

  it('turns the endpoint’s refusals into AuthErrors without a word of the token', async () => {
    const now = Math.floor(Date.now() / 1000)
    const cases = [
      [{ exp: now - 3600 }, 'token_expired'],
      [{ nbf: now + 3600 }, 'token_not_active'],
    ] as const
    for (const [claims, code] of cases) {
      const error = await open()
        .query(await sessionOf({ sub: 'marker-77', ...claims }), titles)
        .catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(AuthError)
      expect(error).toMatchObject({ code, status: 401 })
      expect(`${(error as Error).stack}${JSON.stringify(error)}`).not.toMatch(/marker-77|36\d\d\d\d\d/)
    }
    const token = await local.issuer.token({ sub: 'alice' })
    const forged = `${token.slice(0, token.lastIndexOf('.'))}.${'A'.repeat(86)}`
    await expect(open().query(unverifiedSession(forged), titles)).rejects.toMatchObject({
      code: 'token_signature_invalid',
    })
  })
})

describe('isolation over HTTP', () => {
  it('mixes nothing in 200 concurrent requests by 20 users', async () => {
    const driver = neonHttp(local.login)
    const users = Array.from({ length: 200 }, (_, n) => `u${n % 20}`)
    const ids = await Promise.all(
      users.map(async (sub) => {
        const { rows } = await driver.query(trustClaims({ sub }), {
          text: 'select auth.user_id() as id, $1::text as sent',
          values: [sub],
        })
        return rows[0]
      }),
    )
    expect(ids).toEqual(users.map((sub) => ({ id: sub, sent: sub })))
  })

  it('a polluted prototype names no role', async () => {
    const driver = neonHttp(local.login)
    const text = 'select current_user as taken'
    const session = trustClaims({ sub: 'alice' })
    Object.defineProperty(Object.prototype, 'role', {
      value: 'anonymous',
      configurable: true,
      writable: true,
    })
    try {
      expect((await driver.query(session, text)).rows).toEqual([{ taken: 'authenticated' }])
    } finally {
      Reflect.deleteProperty(Object.prototype, 'role')
    }
  })

  it('array mode and types of the client pass through', async () => {
    const driver = neonHttp(local.login)
    const text = { text: 'select 1 as a, 1 as a, 2 as b', rowMode: 'array' }
    expect((await driver.query(alice, text)).rows).toEqual([[1, 1, 2]])
    const types = { getTypeParser: () => (value: string) => `<${value}>` }
    expect((await driver.query(alice, { text: 'select 7 as n', types })).rows).toEqual([{ n: '<7>' }])
  })
})
