import { createTestIssuer, type TestIssuer } from '@rowauth/testing'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openServer, type Server } from '../support/database.js'
import { rowauth } from '../support/run.js'

let server: Server
let url: string
let issuer: TestIssuer
let client: pg.Client
beforeAll(async () => {
  server = await openServer()
  issuer = await createTestIssuer()
  url = await server.createDatabase()
  await rowauth(['apply', '--url', url, '--verification', 'database', ...server.rolesOption])
  await rowauth(['jwks', 'sync', '--url', url, '--jwks', issuer.jwksUrl])
})
beforeEach(async () => {
  client = new pg.Client(url)
  await client.connect()
})
afterEach(() => client.end())
afterAll(async () => {
  await issuer.close()
  await server.close()
})

async function become(state: 'transition' | 'database'): Promise<void> {
  const [to, ...finish] = state === 'database' ? ['database', '--finish'] : ['application']
  const args = ['switch', '--to', String(to), ...finish, '--url', url, ...server.rolesOption]
  expect(await rowauth(args)).toMatchObject({ exitCode: 0, err: '' })
}
const token = (sub: string) => issuer.token({ sub })
const write = (claims: string) => client.query(`select set_config('request.jwt.claims', $1, true)`, [claims])
async function who(): Promise<unknown> {
  const { rows } = await client.query('select auth.user_id() as id')
  return rows[0]?.id
}
async function inTransaction<T>(run: () => Promise<T>): Promise<T> {
  await client.query('begin')
  try {
    return await run()
  } finally {
    await client.query('rollback')
  }
}

test('what an application writes is believed, and so is a token', async () => {
  await become('transition')
  expect(await who()).toBe(null)
  expect(
    await inTransaction(async () => {
      await write('{"sub":"alice"}')
      return who()
    }),
  ).toBe('alice')
  expect(
    await inTransaction(async () => {
      await client.query('select auth.open_session($1)', [await token('bob')])
      return who()
    }),
  ).toBe('bob')
  expect(await who()).toBe(null)
})

test('what a session has left on its connection does not reach the next request of an application', async () => {
  await become('transition')
  await client.query('select auth.jwt_session_init($1)', [await token('mallory')])
  expect(await who()).toBe('mallory')
  for (const [claims, user] of [
    ['{"sub":"alice"}', 'alice'],
    ['', null],
  ] as const) {
    expect(
      await inTransaction(async () => {
        await write(claims)
        return who()
      }),
    ).toBe(user)
  }
  expect(
    await inTransaction(async () => {
      await client.query(`select auth.open_session('')`)
      return who()
    }),
  ).toBe(null)
})

test('a session that was opened before the switch goes on through it, there and back', async () => {
  await become('database')
  await client.query('select auth.jwt_session_init($1)', [await token('alice')])
  await become('transition')
  expect(await who()).toBe('alice')
  await become('database')
  expect(await who()).toBe('alice')
})

test('a transaction that was opened before the switch goes on as its own user, whatever its connection was told', async () => {
  await become('database')
  // In database mode nobody believes this.
  await client.query(`select set_config('request.jwt.claims', '{"sub":"mallory"}', false)`)
  const seen = await inTransaction(async () => {
    await client.query('select auth.open_session($1)', [await token('alice')])
    await become('transition')
    return who()
  })
  expect(seen).toBe('alice')
})

test('a seal that is none is refused', async () => {
  await become('transition')
  await expect(
    inTransaction(async () => {
      await client.query('select auth.open_session($1)', [await token('alice')])
      await client.query(
        `select set_config('rowauth.session', replace(current_setting('rowauth.session'), 'alice', 'admin'), true)`,
      )
      return who()
    }),
  ).rejects.toMatchObject({ code: '28000', detail: 'session_refused' })
})
