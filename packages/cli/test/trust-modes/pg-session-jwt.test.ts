import { generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPageDatabase, type PageDatabase, run, withClient } from './database.js'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const key = { ...publicKey.export({ format: 'jwk' }), kid: 'k1' }
const now = Math.floor(Date.now() / 1000)

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token with any header and payload, signed rightly. */
function token(payload: unknown, header: object = { alg: 'EdDSA', kid: 'k1' }): string {
  const content = `${encoded(header)}.${encoded(payload)}`
  return `${content}.${sign(null, Buffer.from(content), privateKey).toString('base64url')}`
}

let database: PageDatabase

beforeAll(async () => {
  database = await openPageDatabase()
  await database.owner.query('select auth.register_jwk($1)', [key])
}, 120_000)

afterAll(() => database?.close())

const asUser = <T>(work: (client: pg.Client) => Promise<T>) =>
  withClient({ connectionString: database.applicationUrl }, async (client) => {
    await client.query('set role authenticated')
    return work(client)
  })

const open = (client: pg.Client, jwt: string | null) =>
  client.query('select auth.jwt_session_init($1)', [jwt])

/** What the functions give once a token has opened a session, all in one row. */
async function seen(jwt: string) {
  return asUser(async (client) => {
    await open(client, jwt)
    const [row] = await run(
      client,
      `select auth.session() as session, auth.user_id() as user_id, auth.uid() as uid,
         auth.organization() as organization, auth.organization_id() as organization_id`,
    )
    return row as Record<string, unknown>
  })
}

describe('the table compares what it says', () => {
  const [, table = ''] = readFileSync('docs/trust-modes.md', 'utf8').split('## Next to `pg_session_jwt` 0.5')
  const rules = [...table.matchAll(/^\| ([^|]+) \|.*\| ([^|]+) \|$/gm)].slice(2)

  test('each rule is kept, changed or left out', () => {
    expect(rules.length).toBeGreaterThan(15)
    for (const [, rule, here] of rules) expect(here, rule).toMatch(/^(kept|changed|left out)\b/)
  })
})

describe('tokens', () => {
  test.each([
    ['a token without jti, and twice', token({ sub: 'alice' })],
    ['exp within the leeway', token({ sub: 'alice', exp: now - 10 })],
    ['nbf within the leeway', token({ sub: 'alice', nbf: now + 20 })],
    ['fractions of seconds', token({ sub: 'alice', exp: now + 100.5 })],
    ['a smaller jti after a larger one', token({ sub: 'alice', jti: 0 })],
  ])('%s: taken', async (_rule, jwt) => {
    await asUser(async (client) => {
      await open(client, token({ sub: 'bob', jti: 5 }))
      await open(client, jwt)
      await open(client, jwt)
      expect(await run(client, 'select auth.user_id() as who')).toEqual([{ who: 'alice' }])
    })
  })

  test.each([
    ['exp beyond 30 seconds', token({ exp: now - 45 }), 'token_expired'],
    ['nbf beyond 30 seconds', token({ nbf: now + 100 }), 'token_not_active'],
    ['exp that is a text', token({ exp: String(now + 100) }), 'token_claims_invalid'],
    ['a header without alg', token({}, { kid: 'k1' }), 'token_malformed'],
    ['a kid that is a number', token({}, { alg: 'EdDSA', kid: 1 }), 'token_malformed'],
    ['another kid', token({}, { alg: 'EdDSA', kid: 'k2' }), 'token_key_not_found'],
    ['another alg', token({}, { alg: 'RS256', kid: 'k1' }), 'token_algorithm_not_allowed'],
    ['claims that are a list', token(['sub']), 'token_malformed'],
    ['more than 16384 bytes', token({ sub: 'a'.repeat(16_384) }), 'token_too_large'],
    [
      'a signature of another payload',
      token({}).replace(/\.[^.]+\./, `.${encoded({ sub: 'a' })}.`),
      'token_signature_invalid',
    ],
    ['an empty text', '', 'token_missing'],
    ['NULL', null, 'token_missing'],
  ])('%s: refused', async (_rule, jwt, detail) => {
    await asUser(async (client) => {
      await expect(open(client, jwt)).rejects.toMatchObject({ code: '28000', detail })
    })
  })

  test('are not asked for by name: pg_session_jwt.jwt is ignored, and so are claims of the application', async () => {
    await asUser(async (client) => {
      await client.query(`set pg_session_jwt.jwt = '${token({ sub: 'alice' })}'`)
      await client.query(`set request.jwt.claims = '{"sub":"alice"}'`)
      expect(await run(client, 'select auth.session() as s, auth.user_id() as u, auth.uid() as i')).toEqual([
        { s: null, u: null, i: null },
      ])
      await client.query('select auth.init()')
    })
  })
})

describe('functions', () => {
  const id = '11111111-1111-1111-1111-111111111111'

  test('give what the claims say', async () => {
    const o = { id, slug: 'acme', role: 'admin' }
    const claims = { sub: id, o, amount: 1.5 }
    expect(await seen(token(claims))).toEqual({
      session: claims,
      user_id: id,
      uid: id,
      organization: o,
      organization_id: id,
    })
  })

  test('give NULL for what does not fit', async () => {
    expect(await seen(token({ sub: 7, o: 'acme' }))).toEqual({
      session: { sub: 7, o: 'acme' },
      user_id: null,
      uid: null,
      organization: null,
      organization_id: null,
    })
    const none = { uid: null, organization_id: null }
    expect(await seen(token({ sub: 'alice', o: { slug: 'acme' } }))).toMatchObject({
      user_id: 'alice',
      organization: { slug: 'acme' },
      ...none,
    })
    expect(await seen(token({ sub: 'alice', o: { id: 'x' } }))).toMatchObject(none)
  })

  test('keep the digits of numbers', async () => {
    const content = `${encoded({ alg: 'EdDSA', kid: 'k1' })}.${Buffer.from('{"n":12345678901234567890.125}').toString('base64url')}`
    const jwt = `${content}.${sign(null, Buffer.from(content), privateKey).toString('base64url')}`
    await asUser(async (client) => {
      await open(client, jwt)
      expect(await run(client, `select auth.session() ->> 'n' as n`)).toEqual([
        { n: '12345678901234567890.125' },
      ])
    })
  })

  test('may be executed by the roles, not by everyone; but whoever has a token may open a session', async () => {
    const { owner, issuer } = database
    await owner.query('create role stranger; set role stranger')
    for (const call of ['auth.user_id()', `auth.jwt_session_init('')`, 'auth.init()']) {
      await expect(owner.query(`select ${call}`)).rejects.toMatchObject({ code: '42501' })
    }
    await owner.query('select auth.open_session($1)', [await issuer.token()])
    await owner.query('reset role')
  })
})

describe('a session', () => {
  test('survives the transaction, and is undone with it', async () => {
    await asUser(async (client) => {
      await client.query('begin')
      await open(client, token({ sub: 'alice' }))
      await client.query('commit; begin')
      await open(client, token({ sub: 'bob' }))
      await client.query('rollback')
      expect(await run(client, 'select auth.user_id() as who')).toEqual([{ who: 'alice' }])
    })
  })

  test('ends with its key', async () => {
    await asUser(async (client) => {
      await open(client, token({ sub: 'alice' }))
      await database.owner.query(`select auth.retire_jwk('k1')`)
      try {
        await expect(client.query('select auth.user_id()')).rejects.toMatchObject({ code: '28000' })
      } finally {
        await database.owner.query('select auth.register_jwk($1)', [key])
      }
    })
  })
})
