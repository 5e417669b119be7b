import { createIssuer, generateSigningKey } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPageDatabase, type PageDatabase, run, whoAmI, withClient, withPool } from './database.js'
import { block } from './page.js'

let database: PageDatabase

beforeAll(async () => {
  database = await openPageDatabase()
}, 120_000)

afterAll(() => database?.close())

describe('the owner', () => {
  const jwk = { kid: '2026-11', alg: 'EdDSA' } as const
  const own = async () => {
    const { privateJwk, publicJwk } = await generateSigningKey(jwk)
    const code = block('sql', 'auth.register_jwk').replace('"x": "…"', `"x": "${publicJwk.x}"`)
    await database.owner.query(code)
    return createIssuer({ privateJwk, issuer: 'https://app.example.com', audience: 'my-api' })
  }

  test('registers a key, sees it, and retires it with its sessions', async () => {
    const token = await (await own()).sign({ sub: 'alice' })
    expect(
      await run(database.owner, 'select kid, alg, issuer, audience from auth.jwks order by id desc limit 1'),
    ).toEqual([{ ...jwk, issuer: 'https://app.example.com', audience: ['my-api'] }])
    await withClient({ connectionString: database.applicationUrl }, async (client) => {
      await client.query('select auth.jwt_session_init($1)', [token])
      await client.query('set role authenticated')
      expect(await whoAmI(client)).toEqual([{ user_id: 'alice' }])
      await database.owner.query(block('sql', 'auth.retire_jwk'))
      await expect(whoAmI(client)).rejects.toMatchObject({ code: '28000' })
      await expect(client.query('select auth.jwt_session_init($1)', [token])).rejects.toMatchObject({
        detail: 'token_key_not_found',
      })
    })
  })

  test('rotates the secret, and applications notice nothing', async () => {
    await withPool(database.applicationUrl, async (pool) => {
      const db = withAuth(drizzle({ client: pool }), { verification: 'database' })
      const alice = db.$withAuth(await database.issuer.token({ sub: 'alice' }))
      expect(await alice.execute('select title from todos')).toMatchObject({ rows: [{ title: 'a1' }] })
      expect(await alice.execute('select title from todos')).toMatchObject({ rows: [{ title: 'a1' }] })
      await database.owner.query(block('sql', 'auth.rotate_secret'))
      expect(await alice.execute('select title from todos')).toMatchObject({ rows: [{ title: 'a1' }] })
    })
  })

  test('switches the audit log on', async () => {
    await database.owner.query(block('sql', 'auth.audit_log'))
    const enabled = 'select audit_log from auth.verification_settings'
    expect(await run(database.owner, enabled)).toEqual([{ audit_log: true }])
    await database.owner.query('select auth.audit_log(false)')
    expect(await run(database.owner, enabled)).toEqual([{ audit_log: false }])
  })

  test('allows a key of the connection, with which whoever has SQL is anyone', async () => {
    const [one, other] = [
      await generateSigningKey({ alg: 'EdDSA' }),
      await generateSigningKey({ alg: 'EdDSA' }),
    ]
    const sign = ({ privateJwk }: typeof one, sub: string) => createIssuer({ privateJwk }).sign({ sub })
    const [, option = ''] = /PGOPTIONS="(.*)" psql/.exec(block('sh', 'PGOPTIONS')) ?? []
    const options = option.replace('$JWK', JSON.stringify(one.publicJwk))
    await withClient({ connectionString: database.applicationUrl, options }, async (client) => {
      await expect(client.query('select auth.init()')).rejects.toMatchObject({ code: '55000' })
      await database.owner.query(block('sql', 'auth.allow_connection_jwk'))
      await client.query('select auth.init()')
      await client.query('select auth.jwt_session_init($1)', [await sign(one, 'alice')])
      await client.query('set role authenticated')
      expect(await whoAmI(client)).toEqual([{ user_id: 'alice' }])

      await client.query(`set pg_session_jwt.jwk = '${JSON.stringify(other.publicJwk)}'`)
      await client.query('select auth.jwt_session_init($1)', [await sign(other, 'bob')])
      expect(await whoAmI(client)).toEqual([{ user_id: 'bob' }])

      await database.owner.query('select auth.allow_connection_jwk(false)')
      await expect(whoAmI(client)).rejects.toMatchObject({ code: '28000' })
    })
  })
})

describe('a token is shown', () => {
  test('by the log of parameters, until it is told not to', async () => {
    const token = await database.issuer.token({ sub: 'alice' })
    await withClient({ connectionString: database.ownerUrl }, async (client) => {
      let log = ''
      client.on('notice', ({ message, detail }) => {
        log += `${message} ${detail}`
      })
      // What goes to the log comes to the client, too.
      await client.query(`set client_min_messages = log; set log_statement = 'all'`)
      await client.query('select auth.jwt_session_init($1)', [token])
      expect(log).toContain(token)
      await client.query('set log_parameter_max_length = 0')
      log = ''
      await client.query('select auth.jwt_session_init($1)', [token])
      expect(log).toContain('auth.jwt_session_init')
      expect(log).not.toContain(token)
    })
  })

  test('to others of the same role where it stands in the text', async () => {
    const token = await database.issuer.token({ sub: 'alice' })
    const seen = async (client: pg.Client) =>
      withClient({ connectionString: database.applicationUrl }, async (other) => {
        const { processID } = client as unknown as { processID: number }
        const { rows } = await other.query<{ query: string }>(
          'select query from pg_stat_activity where pid = $1',
          [processID],
        )
        return rows[0]?.query
      })
    await withClient({ connectionString: database.applicationUrl }, async (client) => {
      await client.query(`select auth.jwt_session_init('${token}')`)
      expect(await seen(client)).toContain(token)
      await client.query('select auth.jwt_session_init($1)', [token])
      expect(await seen(client)).toBe('select auth.jwt_session_init($1)')
    })
  })
})
