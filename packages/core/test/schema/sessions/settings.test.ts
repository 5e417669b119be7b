import { createIssuer, generateSigningKey, type Issuer } from '@rowauth/core'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { column, errorOf, rolledBack } from '../support/database.js'
import {
  open,
  type RegisteredIssuer,
  registerIssuer,
  startVerifying,
  type VerifyingDatabase,
} from './support/verifying-database.js'

let database: VerifyingDatabase
let client: pg.Client
let issuer: RegisteredIssuer

beforeAll(async () => {
  database = await startVerifying()
  client = database.client
  issuer = await registerIssuer(client)
})

afterAll(() => database[Symbol.asyncDispose]())

describe('a key of the connection', () => {
  let jwk: object
  let own: Issuer

  beforeAll(async () => {
    const { privateJwk, publicJwk } = await generateSigningKey()
    jwk = publicJwk
    own = createIssuer({ privateJwk })
  })

  beforeEach(() => client.query('select auth.allow_connection_jwk(false)'))

  async function withKey<T>(key: unknown, work: (other: pg.Client) => Promise<T>): Promise<T> {
    const text = typeof key === 'string' ? key : JSON.stringify(key)
    const other = new pg.Client({
      connectionString: database.server.connectionString,
      options: `-c pg_session_jwt.jwk=${text.replaceAll(/[\\ ]/g, '\\$&')}`,
    })
    await other.connect()
    try {
      return await work(other)
    } finally {
      await other.end()
    }
  }

  test('counts only where the owner has allowed it', async () => {
    const token = await own.sign({ sub: 'alice' })
    await withKey(jwk, async (other) => {
      expect((await errorOf(other, 'select auth.init()')).code).toBe('55000')
      const error = await errorOf(other, 'select auth.jwt_session_init($1)', [token])
      expect(error.detail).toBe('token_key_not_found')

      await client.query('select auth.allow_connection_jwk(true)')
      await other.query('select auth.init()')
      await other.query('select auth.jwt_session_init($1)', [token])
      expect(await column(other, 'select auth.user_id()')).toEqual(['alice'])

      await client.query('select auth.allow_connection_jwk(false)')
      expect((await errorOf(other, 'select auth.user_id()')).detail).toBe('session_refused')
    })
  })

  test('opens for a transaction without a ticket, and leaves registered keys what they are', async () => {
    await client.query('select auth.allow_connection_jwk(true)')
    await withKey(jwk, async (other) => {
      await rolledBack(other, async () => {
        expect((await open(other, await own.sign({ sub: 'alice' }))).ticket).toBe('')
        expect(await column(other, 'select auth.user_id()')).toEqual(['alice'])
      })
      await rolledBack(other, async () => {
        expect((await open(other, await issuer.sign({ sub: 'bob' }))).ticket).not.toBe('')
        expect(await column(other, 'select auth.user_id()')).toEqual(['bob'])
      })
    })
    await expect(open(client, await own.sign({}))).rejects.toMatchObject({ detail: 'token_key_not_found' })
  })

  test.each([
    ['no JSON', 'marker'],
    ['no key', {}],
    ['a private key', { kty: 'EC', crv: 'P-256', d: 'marker' }],
  ])('that is %s is refused', async (_title, key) => {
    await client.query('select auth.allow_connection_jwk(true)')
    await withKey(key, async (other) => {
      for (const sql of ['select auth.init()', `select auth.jwt_session_init('${await own.sign({})}')`]) {
        const error = await errorOf(other, sql)
        expect(error).toMatchObject({ code: '28000', detail: 'token_key_not_found' })
        expect(JSON.stringify(error)).not.toContain('marker')
      }
    })
  })

  test('is nothing to initialize where keys are registered', async () => {
    await client.query('select auth.init()')
  })
})

describe('the audit log', () => {
  test('has a line for each session, with its key, and no token', async () => {
    const token = await issuer.sign({ sub: 'alice\nforged line', aud: ['app', 'more'] })
    await rolledBack(client, async () => {
      const notices: string[] = []
      const note = (notice: { message?: string | undefined }) => notices.push(JSON.stringify(notice))
      client.on('notice', note)
      await client.query('select auth.audit_log(true)')
      const { ticket } = await open(client, token)
      expect(notices).toEqual([])

      // What goes to the log alone comes to the client here.
      await client.query('alter function auth.write_audit(bigint, jsonb) reset client_min_messages')
      await open(client, ticket)
      await client.query('select auth.jwt_session_init($1)', [token])
      client.off('notice', note)
      expect(notices).toHaveLength(2)
      for (const notice of notices) {
        expect(JSON.parse(notice)).toMatchObject({
          severity: 'WARNING',
          message: `rowauth session: sub "alice\\nforged line", aud ["app", "more"], key "${issuer.kid}"`,
        })
        for (const part of token.split('.')) expect(notice).not.toContain(part)
        expect(notice).not.toContain(ticket)
      }
    })
  })

  test('is silent until it is switched on', async () => {
    await rolledBack(client, async () => {
      await client.query('alter function auth.write_audit(bigint, jsonb) reset client_min_messages')
      const notices: unknown[] = []
      const note = (notice: unknown) => notices.push(notice)
      client.on('notice', note)
      await open(client, await issuer.sign({ sub: 'alice' }))
      client.off('notice', note)
      expect(notices).toEqual([])
    })
  })
})

describe('settings of the connection change nothing', () => {
  test.each([
    'standard_conforming_strings = off',
    'backslash_quote = on',
    'escape_string_warning = on',
    `bytea_output = 'escape'`,
    `datestyle = 'German'`,
    `intervalstyle = 'sql_standard'`,
    `timezone = 'Asia/Kathmandu'`,
    'extra_float_digits = -15',
    'transform_null_equals = on',
    'quote_all_identifiers = on',
    'search_path = hostile',
    `client_encoding = 'LATIN1'`,
    'default_transaction_read_only = on',
    'row_security = off',
    'plan_cache_mode = force_generic_plan',
    'plpgsql.extra_errors = "all"',
    'plpgsql.print_strict_params = on',
    'lc_numeric = "C"',
    'enable_indexscan = off',
    'jit_above_cost = 0',
  ])('%s', async (setting) => {
    const token = await issuer.sign({
      sub: 'alice',
      name: 'J\u00fcrgen',
      exp: Math.floor(Date.now() / 1000) + 60,
    })
    const other = new pg.Client({ connectionString: database.server.connectionString })
    await other.connect()
    try {
      await other.query(`set ${setting}`)
      const ticket = await rolledBack(other, async () => {
        const { ticket } = await open(other, token)
        expect(await column(other, 'select auth.user_id()')).toEqual(['alice'])
        return ticket
      })
      await rolledBack(other, async () => {
        await open(other, ticket)
        expect(await column(other, 'select auth.user_id()')).toEqual(['alice'])
      })
      await rolledBack(client, () => open(client, ticket))
      await other.query('select auth.jwt_session_init($1)', [token])
      expect(await column(other, 'select auth.user_id()')).toEqual(['alice'])
    } finally {
      await other.end()
    }
  })
})
