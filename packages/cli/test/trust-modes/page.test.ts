import { createVerifier } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { Cache } from 'drizzle-orm/cache/core'
import { drizzle } from 'drizzle-orm/node-postgres'
import { pgTable, text } from 'drizzle-orm/pg-core'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPageDatabase, type PageDatabase, run, whoAmI, withClient, withPool } from './database.js'
import { block } from './page.js'

const todos = pgTable('todos', { userId: text('user_id').notNull(), title: text().notNull() })

/** A token with another payload than its issuer has signed. */
function forge(token: string, claims: object): string {
  const [header, payload = '', signature] = token.split('.')
  const signed = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
  const forged = Buffer.from(JSON.stringify({ ...signed, ...claims })).toString('base64url')
  return [header, forged, signature].join('.')
}

let database: PageDatabase

beforeAll(async () => {
  database = await openPageDatabase()
}, 120_000)

afterAll(() => database?.close())

describe('an application', () => {
  test('sees what its user may see, and nothing by a forged token', async () => {
    const token = await database.issuer.token({ sub: 'alice' })
    const connectionString = database.applicationUrl
    // #region with-auth
    const pool = new pg.Pool({ connectionString })
    const db = withAuth(drizzle({ client: pool }), { verification: 'database' })

    const mine = await db.$withAuth(token).select().from(todos)
    // #endregion with-auth
    try {
      expect(mine).toEqual([{ userId: 'alice', title: 'a1' }])
      expect(await db.$withAuth(token).select().from(todos)).toEqual(mine)
      await expect(
        db
          .$withAuth(forge(token, { sub: 'bob' }))
          .select()
          .from(todos),
      ).rejects.toMatchObject({
        code: 'token_signature_invalid',
        status: 401,
      })
    } finally {
      await pool.end()
    }
  })

  test('joins calls of several people into a transaction of its own', async () => {
    await withPool(database.applicationUrl, async (pool) => {
      const db = withAuth(drizzle({ client: pool }), { verification: 'database' })
      const [alice, bob] = [
        await database.issuer.token({ sub: 'alice' }),
        await database.issuer.token({ sub: 'bob' }),
      ]
      await db.transaction(async (tx) => {
        expect(await db.$withAuth(alice, { in: tx }).select({ title: todos.title }).from(todos)).toEqual([
          { title: 'a1' },
        ])
        expect(await db.$withAuth(bob, { in: tx }).select({ title: todos.title }).from(todos)).toEqual([
          { title: 'b1' },
        ])
      })
    })
  })

  test('logs in as a role of its own', async () => {
    await withPool(database.ownRoleUrl, async (pool) => {
      const db = withAuth(drizzle({ client: pool }), { verification: 'database' })
      const token = await database.issuer.token({ sub: 'bob' })
      expect(await db.$withAuth(token).select().from(todos)).toEqual([{ userId: 'bob', title: 'b1' }])
    })
  })

  test('with a verifier sends nothing of a forged token, and both check', async () => {
    const token = await database.issuer.token({ sub: 'alice' })
    const jwks = database.issuer.jwksUrl
    const over = (pool: pg.Pool) => {
      // #region both
      const db = withAuth(drizzle({ client: pool }), {
        verification: 'database',
        verifier: createVerifier({ jwks, issuer: 'https://id.example.com', audience: 'my-api' }),
      })
      // #endregion both
      return db
    }
    await withPool(database.applicationUrl, async (pool) => {
      expect(await over(pool).$withAuth(token).$count(todos)).toBe(1)
      await database.owner.query('update auth.jwks set audience = $1', [['another']])
      try {
        await expect(over(pool).$withAuth(token).$count(todos)).rejects.toMatchObject({
          code: 'token_audience_mismatch',
        })
      } finally {
        await database.owner.query('update auth.jwks set audience = $1', [['my-api']])
      }
    })
    await withPool('postgresql://127.0.0.1:1/nothing_answers_here', async (pool) => {
      await expect(
        over(pool)
          .$withAuth(forge(token, { sub: 'bob' }))
          .$count(todos),
      ).rejects.toMatchObject({
        code: 'token_signature_invalid',
      })
    })
  })
})

test("what the database verifies is not kept in Drizzle's cache", async () => {
  const calls: string[] = []
  class RecordingCache extends Cache {
    override strategy = () => 'all' as const
    override get = async () => {
      calls.push('get')
      return undefined
    }
    override put = async () => {
      calls.push('put')
    }
    override onMutate = async () => {}
  }
  await withPool(database.applicationUrl, async (pool) => {
    const plain = drizzle({ client: pool, cache: new RecordingCache() })
    const db = withAuth(plain, { verification: 'database' })
    await db
      .$withAuth(await database.issuer.token({ sub: 'alice' }))
      .select()
      .from(todos)
    expect(calls).toEqual([])
    await plain
      .select()
      .from(todos)
      .catch(() => undefined)
    expect(calls).toContain('get')
  })
})

describe('plain SQL', () => {
  const withToken = (code: string, token: string) => code.replaceAll('eyJ…', token)

  test('has a session for the connection, until it ends it', async () => {
    await withClient({ connectionString: database.applicationUrl }, async (client) => {
      const code = block('sql', 'auth.jwt_session_init')
      const own = [{ user_id: 'alice', title: 'a1' }]
      expect(await run(client, withToken(code, await database.issuer.token({ sub: 'alice' })))).toEqual(own)
      expect(await whoAmI(client)).toEqual([{ user_id: 'alice' }])
      expect(await run(client, withToken(code, await database.issuer.token({ sub: 'bob' })))).toEqual([
        { user_id: 'bob', title: 'b1' },
      ])
      await client.query(`${block('sql', 'reset rowauth.session')} set role authenticated`)
      expect(await whoAmI(client)).toEqual([{ user_id: null }])
      await client.query(withToken(code, await database.issuer.token({ sub: 'bob' })))
      await client.query('discard all')
      await client.query('set role authenticated')
      expect(await whoAmI(client)).toEqual([{ user_id: null }])
    })
  })

  test('has a session for the transaction', async () => {
    await withClient({ connectionString: database.applicationUrl }, async (client) => {
      const code = withToken(
        block('sql', "auth.open_session('eyJ"),
        await database.issuer.token({ sub: 'alice' }),
      )
      expect(await run(client, code)).toEqual([{ user_id: 'alice', title: 'a1' }])
      await client.query('set role authenticated')
      expect(await whoAmI(client)).toEqual([{ user_id: null }])
    })
  })

  test('shows the session neither token nor ticket', async () => {
    await withClient({ connectionString: database.applicationUrl }, async (client) => {
      const token = await database.issuer.token({ sub: 'alice' })
      await client.query('begin')
      const [{ answer } = { answer: '' }] = (
        await client.query<{ answer: string }>('select auth.open_session($1) as answer', [token])
      ).rows
      const [, ticket = ''] = answer.split(' ')
      expect(ticket).toMatch(/^~/)
      const { rows } = await client.query<{ setting: string }>('show rowauth.session')
      const seal = Object.values(rows[0] ?? {}).join()
      expect(seal).toContain('"sub":"alice"')
      for (const secret of [ticket.slice(1, 65), ...token.split('.').slice(1)])
        expect(seal).not.toContain(secret)
      await client.query('commit; set role authenticated')
      await client.query(`select set_config('rowauth.session', $1, false)`, [seal])
      await expect(whoAmI(client)).rejects.toMatchObject({ code: '28000', detail: 'session_refused' })
    })
  })

  test('takes no claims from anywhere else, and every role with any token', async () => {
    await withClient({ connectionString: database.applicationUrl }, async (client) => {
      await client.query('begin; set local role authenticated')
      await client.query('select auth.open_session($1)', [await database.issuer.token({ sub: 'alice' })])
      await client.query(`set local request.jwt.claims = '{"sub":"bob"}'`)
      expect(await whoAmI(client)).toEqual([{ user_id: 'alice' }])
      await client.query('set local role anonymous')
      expect(await whoAmI(client)).toEqual([{ user_id: 'alice' }])
      await client.query(`select set_config('rowauth.session', '{"sub":"bob"}', true)`)
      await expect(whoAmI(client)).rejects.toMatchObject({ code: '28000', detail: 'session_refused' })
    })
  })
})
