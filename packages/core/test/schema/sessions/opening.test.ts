import { createHash } from 'node:crypto'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { column, errorOf, errorWithin, loginAs, rolledBack, withClient } from '../support/database.js'
import {
  type Algorithm,
  open,
  type RegisteredIssuer,
  registerIssuer,
  startVerifying,
  type VerifyingDatabase,
} from './support/verifying-database.js'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const algorithms: readonly Algorithm[] = ['ES256', 'RS256', 'EdDSA']

let database: VerifyingDatabase
let client: pg.Client
let issuers: Record<Algorithm, RegisteredIssuer>

beforeAll(async () => {
  database = await startVerifying()
  client = database.client
  issuers = {
    ES256: await registerIssuer(client, { alg: 'ES256' }),
    RS256: await registerIssuer(client, { alg: 'RS256' }),
    EdDSA: await registerIssuer(client, { alg: 'EdDSA' }),
  }
})

afterAll(() => database[Symbol.asyncDispose]())

const userId = () => column(client, 'select auth.user_id()')

describe('open_session', () => {
  test.each(algorithms)('opens by a token of %s, and then by its ticket', async (alg) => {
    const token = await issuers[alg].sign({ sub: 'alice', o: { id: 'x' } })
    const first = await rolledBack(client, async () => {
      await client.query(`set local role ${database.roles.authenticated}`)
      const answer = await open(client, token)
      expect(await column(client, `select auth.session() ->> 'iss'`)).toEqual(['https://issuer.example/'])
      expect(await userId()).toEqual(['alice'])
      return answer
    })
    expect(first).toEqual({ digest: sha256(token), ticket: expect.stringMatching(/^~[0-9a-f]{64}/) })
    expect(await userId()).toEqual([null])

    await rolledBack(client, async () => {
      await client.query(`set local role ${database.roles.anonymous}`)
      expect(await open(client, first.ticket)).toEqual({ digest: sha256(first.ticket), ticket: '' })
      expect(await userId()).toEqual(['alice'])
    })
    expect(await userId()).toEqual([null])
  })

  test('opens in the statement that takes the role, as the login role', async () => {
    const login = await loginAs(database.server.connectionString, database.roles.authenticator)
    const token = await issuers.RS256.sign({ sub: 'alice' })
    await withClient(login, (app) =>
      rolledBack(app, async () => {
        const { rows } = await app.query(
          `select pg_catalog.set_config('role', $1, true) is null as role, auth.open_session($2) as answer`,
          [database.roles.authenticated, token],
        )
        expect(rows[0].answer).toMatch(/^[0-9a-f]{64} ~/)
        expect(await column(app, 'select current_user || auth.user_id()')).toEqual([
          `${database.roles.authenticated}alice`,
        ])
      }),
    )
  })

  test('opens for nobody, also where the connection has a session', async () => {
    await withClient(database.server.connectionString, async (other) => {
      await other.query('select auth.jwt_session_init($1)', [await issuers.RS256.sign({ sub: 'bob' })])
      await rolledBack(other, async () => {
        expect(await open(other, '')).toEqual({ digest: sha256(''), ticket: '' })
        expect(await column(other, 'select auth.session()')).toEqual([null])
      })
      expect(await column(other, 'select auth.user_id()')).toEqual(['bob'])
    })
  })

  test('opens for a user where the connection has a session of another, and for him alone', async () => {
    await withClient(database.server.connectionString, async (other) => {
      await other.query('select auth.jwt_session_init($1)', [await issuers.RS256.sign({ sub: 'bob' })])
      await rolledBack(other, async () => {
        await open(other, await issuers.RS256.sign({ sub: 'alice' }))
        expect(await column(other, 'select auth.user_id()')).toEqual(['alice'])
      })
    })
  })

  test.each(['x'.repeat(200), '~', 'null', '{"sub":"mallory"}', '\u{1f600}'.repeat(100)])(
    'opens whatever stands in the setting before: %.20s',
    async (left) => {
      await rolledBack(client, async () => {
        await client.query(`select set_config('rowauth.session', $1, true)`, [left])
        expect((await errorWithin(client, 'select auth.session()')).code).toBe('28000')
        await open(client, await issuers.RS256.sign({ sub: 'alice' }))
        expect(await userId()).toEqual(['alice'])
      })
    },
  )

  test('keeps to one subject in a transaction', async () => {
    const { ticket } = await rolledBack(client, async () =>
      open(client, await issuers.RS256.sign({ sub: 'alice' })),
    )
    await rolledBack(client, async () => {
      await open(client, ticket)
      await open(client, ticket)
      await open(client, await issuers.ES256.sign({ sub: 'alice', more: true }))
      for (const claims of [{ sub: 'bob' }, {}]) {
        const token = await issuers.RS256.sign(claims)
        await client.query('savepoint a')
        await expect(open(client, token)).rejects.toMatchObject({ code: '28000', detail: 'session_refused' })
        await client.query('rollback to a')
      }
      expect(await userId()).toEqual(['alice'])
    })
  })

  test('keeps to one issuer in a transaction: subjects are its own', async () => {
    const anybody = await registerIssuer(client, { issuer: null })
    const mine = await anybody.sign({ sub: 'alice', iss: 'https://one.example' })
    const theirs = await anybody.sign({ sub: 'alice', iss: 'https://two.example' })
    await rolledBack(client, async () => {
      await open(client, mine)
      await expect(open(client, theirs)).rejects.toMatchObject({ detail: 'session_refused' })
    })
  })

  test('refuses NULL and leaves no session', async () => {
    await rolledBack(client, async () => {
      await expect(open(client, null)).rejects.toMatchObject({ code: '28000', detail: 'token_missing' })
    })
  })
})

describe('jwt_session_init', () => {
  test.each(algorithms)('opens for the connection by a token of %s', async (alg) => {
    await withClient(database.server.connectionString, async (own) => {
      await own.query('select auth.init()')
      await own.query('select auth.jwt_session_init($1)', [await issuers[alg].sign({ sub: 'alice' })])
      expect(await column(own, 'select auth.user_id()')).toEqual(['alice'])
      await own.query(`begin; set local role ${database.roles.authenticated}`)
      expect(await column(own, 'select auth.user_id()')).toEqual(['alice'])
      await own.query('commit')
      await own.query('select auth.jwt_session_init($1)', [await issuers[alg].sign({ sub: 'bob' })])
      expect(await column(own, 'select auth.user_id()')).toEqual(['bob'])
    })
  })

  test('takes no ticket, and keeps what was open when it refuses', async () => {
    const { ticket } = await rolledBack(client, async () =>
      open(client, await issuers.RS256.sign({ sub: 'alice' })),
    )
    await withClient(database.server.connectionString, async (own) => {
      await own.query('select auth.jwt_session_init($1)', [await issuers.RS256.sign({ sub: 'bob' })])
      const error = await errorOf(own, 'select auth.jwt_session_init($1)', [ticket])
      expect(error).toMatchObject({ code: '28000', detail: 'token_malformed' })
      expect(await column(own, 'select auth.user_id()')).toEqual(['bob'])
    })
  })

  test.each([
    ['its key is retired', (kid: string) => `select auth.retire_jwk('${kid}', 'https://issuer.example/')`],
    ['the secret is rotated', () => 'select auth.rotate_secret()'],
    [
      'the pins of its key change',
      (kid: string) =>
        `select auth.register_jwk(jwk || '{"kid":"${kid}"}', issuer, '{other}') from auth.jwks where kid = '${kid}'`,
    ],
  ])('ends when %s', async (_title, sql) => {
    const issuer = await registerIssuer(client)
    await withClient(database.server.connectionString, async (own) => {
      await own.query('select auth.jwt_session_init($1)', [await issuer.sign({ sub: 'alice' })])
      expect(await column(own, 'select auth.user_id()')).toEqual(['alice'])
      await client.query(sql(issuer.kid))
      expect(await errorOf(own, 'select auth.user_id()')).toMatchObject({
        code: '28000',
        detail: 'session_refused',
      })
    })
  })

  test('ends with the token', async () => {
    const exp = Math.floor(Date.now() / 1000) - 28
    await withClient(database.server.connectionString, async (own) => {
      await own.query('select auth.jwt_session_init($1)', [await issuers.RS256.sign({ sub: 'alice', exp })])
      await expect
        .poll(
          async () => own.query('select auth.user_id()').catch((error: pg.DatabaseError) => error.detail),
          {
            timeout: 10_000,
          },
        )
        .toBe('token_expired')
    })
  })
})
