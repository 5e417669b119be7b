import { createHmac } from 'node:crypto'
import type { NeonLocal } from '@rowauth/neon-local'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Fixture, startFixture } from '../fixture.js'
import { errorBody, send } from '../request.js'
import { encode, makeKey, type TestKey } from './signing.js'

let fixture: Fixture
let local: NeonLocal
let strict: NeonLocal
let ec: TestKey
let rsa: TestKey
let stranger: TestKey

const now = () => Math.floor(Date.now() / 1000)

beforeAll(async () => {
  fixture = await startFixture()
  ec = await makeKey('ES256', 'ec')
  rsa = await makeKey('RS256', 'rsa')
  stranger = await makeKey('ES256', 'ec')
  const encryption = { ...(await makeKey('ES256', 'enc')).publicJwk, use: 'enc' }
  const edDsa = (await makeKey('EdDSA', 'ed')).publicJwk
  const jwks = { keys: [ec.publicJwk, rsa.publicJwk, encryption, edDsa] }
  local = await fixture.start({ providers: [{ jwks }] })
  strict = await fixture.start({ providers: [{ jwks, audience: ['app', 'admin'] }] })
})

afterAll(async () => {
  await fixture[Symbol.asyncDispose]()
})

const who = async (token: string, endpoint = local, user = 'authenticated') =>
  send(fixture, {
    url: endpoint.url,
    user,
    token,
    body: { query: 'select current_user as role, auth.user_id() as id, auth.session() as claims' },
  })

describe('good tokens', () => {
  it.each(['ES256', 'RS256'])('%s: role of the connection string, claims of the token', async (alg) => {
    const key = alg === 'ES256' ? ec : rsa
    const claims = { sub: 'alice', exp: now() + 60, role: 'postgres', tenant: { id: [1, null, 'é'] } }
    const { body } = await who(await key.sign(claims))
    expect(body.rows).toEqual([{ role: 'authenticated', id: 'alice', claims }])
    const anonymous = await who(await key.sign(claims), local, 'anonymous')
    expect(anonymous.body.rows).toEqual([{ role: 'anonymous', id: 'alice', claims }])
  })

  it('times have a leeway of 30 seconds, iss and iat are not looked at', async () => {
    const claims = { sub: 'a', exp: now() - 20, nbf: now() + 20, iat: now() + 9999, iss: 'anybody' }
    expect((await who(await ec.sign(claims))).status).toBe(200)
  })

  it('no exp, no typ, null as sub', async () => {
    const token = await ec.sign({ sub: null }, { typ: undefined })
    expect((await who(token)).body.rows).toMatchObject([{ id: null }])
  })

  it.each([['app'], [['other', 'admin']]])('the audience %j is accepted', async (aud) => {
    expect((await who(await ec.sign({ sub: 'a', aud }), strict)).status).toBe(200)
  })

  it('without a configured audience any will do', async () => {
    expect((await who(await ec.sign({ sub: 'a', aud: 'whatever' }))).status).toBe(200)
  })

  it('a token of 20 kilobytes passes', async () => {
    const token = await ec.sign({ sub: 'a', more: 'x'.repeat(15_000) })
    expect((await who(token)).status).toBe(200)
  })
})

const notAToken = 'Provided authentication token is not a valid JWT encoding'
const unsupported = 'signature algorithm not supported'

describe('bad tokens are refused with 400, an empty code and the stated message', () => {
  const good = { sub: 'alice' }
  it.each<[string, () => string | Promise<string>, string]>([
    ['no token', () => 'x', notAToken],
    ['two parts', () => 'a.b', notAToken],
    ['four parts', async () => `${await ec.sign(good)}.x`, notAToken],
    ['no base64', () => 'a!.b!.c!', notAToken],
    ['padding', async () => `${await ec.sign(good)}==`, notAToken],
    ['a space', async () => ` ${await ec.sign(good)}`.replace('.', ' .'), notAToken],
    ['a header that is no JSON', () => `${encode('x')}.${encode(good)}.x`, notAToken],
    ['a header that is a list', () => `${encode([])}.${encode(good)}.x`, notAToken],
    ['claims that are no object', () => ec.sign('[]'), notAToken],
    ['claims that are no JSON', () => ec.sign('x'), notAToken],
    ['no algorithm', () => `${encode({ kid: 'ec' })}.${encode(good)}.x`, notAToken],
    ['exp as text', () => ec.sign({ exp: `${now() + 60}` }), notAToken],
    ['exp with a fraction', () => ec.sign({ exp: now() + 60.5 }), notAToken],
    ['a negative nbf', () => ec.sign({ nbf: -1 }), notAToken],
    ['a number as sub', () => ec.sign({ sub: 1 }), notAToken],
    ['a number as aud', () => ec.sign({ aud: 1 }), notAToken],
    ['a number as key id', () => ec.sign(good, { kid: 1 }), notAToken],
    [
      'an embedded key',
      () => stranger.sign(good, { jwk: stranger.publicJwk }),
      'signature error: signature error',
    ],
    [
      'an address of keys',
      () => stranger.sign(good, { jku: fixture.issuer.jwksUrl }),
      'signature error: signature error',
    ],
    ['no key id', () => ec.sign(good, { kid: undefined }), 'missing key id'],
    ['an unknown key id', () => ec.sign(good, { kid: 'unknown' }), 'jwk not found'],
    ['a key id like a path', () => ec.sign(good, { kid: '../../etc/passwd' }), 'jwk not found'],
    ['a key for encryption', () => ec.sign(good, { kid: 'enc' }), 'jwk not found'],
    ['a key of another kind', () => ec.sign(good, { kid: 'rsa' }), unsupported],
    ['a key of an algorithm that Neon lacks', () => ec.sign(good, { kid: 'ed' }), unsupported],
    ['alg none', () => `${encode({ alg: 'none', kid: 'ec' })}.${encode(good)}.`, unsupported],
    ['alg EdDSA', async () => (await makeKey('EdDSA', 'ec')).sign(good), unsupported],
    ['the public key as an HMAC secret', () => hmacToken(), unsupported],
    ['the key of somebody else', () => stranger.sign(good), 'signature error: signature error'],
    ['other claims than were signed', () => tampered(), 'signature error: signature error'],
    ['an expired token', () => ec.sign({ exp: 1_000 }), 'JWT token has expired (exp=1000)'],
    [
      'a token of the future',
      () => ec.sign({ nbf: 99_999_999_999 }),
      'JWT token is not yet ready to use (nbf=99999999999)',
    ],
    [
      'claims that PostgreSQL cannot hold',
      () => ec.sign({ sub: 'a\u0000b' }),
      'The claims hold U+0000 or a lone surrogate, which PostgreSQL cannot store as jsonb.',
    ],
  ])('%s', async (_, make, message) => {
    const answer = await who(await make())
    expect(answer.body).toEqual(errorBody({ message }))
    expect(answer.status).toBe(400)
  })

  it('30 seconds after exp it is over', async () => {
    const exp = now() - 31
    expect((await who(await ec.sign({ exp }))).body.message).toBe(`JWT token has expired (exp=${exp})`)
  })

  it.each<{ aud?: unknown }>([{}, { aud: 'other' }, { aud: [] }, { aud: ['app ', 'APP'] }, { aud: '' }])(
    'the audience of %j is refused',
    async (claims) => {
      const answer = await who(await ec.sign({ sub: 'a', ...claims }), strict)
      expect(answer.body).toEqual(errorBody({ message: 'invalid JWT token audience' }))
    },
  )

  it.each(['postgres', 'Authenticated', 'authenticated ', 'none'])(
    'the role "%s" is not for tokens',
    async (role) => {
      const answer = await who(await ec.sign(good), local, encodeURIComponent(role))
      expect(answer.status).toBe(400)
      expect(answer.body.message).toBe(
        'failed to fetch auth rules: JWKs settings for this role were not configured',
      )
    },
  )

  it('a role that the login may not take, or that does not exist, is an error of PostgreSQL', async () => {
    const jwks = { keys: [ec.publicJwk] }
    const endpoint = await fixture.start({ providers: [{ jwks, roles: ['pg_monitor', 'nobody_at_all'] }] })
    const token = await ec.sign(good)
    expect((await who(token, endpoint, 'pg_monitor')).body).toMatchObject({ code: '42501' })
    expect((await who(token, endpoint, 'nobody_at_all')).body).toMatchObject({ code: '22023' })
  })

  it('no answer holds a part of the token', async () => {
    const marker = 'marker-of-a-claim'
    for (const make of [stranger, ec]) {
      const token = await make.sign({ sub: marker, exp: make === ec ? 1000 : now() + 60 })
      const { text } = await who(token)
      expect(text).not.toContain(marker)
      for (const part of token.split('.')) expect(text).not.toContain(part)
    }
  })
})

function hmacToken(): string {
  const input = `${encode({ alg: 'HS256', kid: 'ec' })}.${encode({ sub: 'alice' })}`
  const signature = createHmac('sha256', JSON.stringify(ec.publicJwk)).update(input).digest('base64url')
  return `${input}.${signature}`
}

async function tampered(): Promise<string> {
  const [header, , signature] = (await ec.sign({ sub: 'alice' })).split('.')
  return `${header}.${encode({ sub: 'bob' })}.${signature}`
}
