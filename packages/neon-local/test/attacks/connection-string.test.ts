import { type NeonLocal, startNeonLocal } from '@rowauth/neon-local'
import { createTestIssuer, type TestIssuer } from '@rowauth/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTrustingServer, type TrustingServer } from './trusting-server.js'

let server: TrustingServer
let issuer: TestIssuer
let local: NeonLocal
let token: string

beforeAll(async () => {
  server = await startTrustingServer()
  issuer = await createTestIssuer()
  local = await startNeonLocal({
    connectionString: server.passwordless,
    jwks: issuer.jwksUrl,
    passwordLogin: true,
  })
  token = await issuer.token({ sub: 'mallory' })
}, 120_000)

afterAll(async () => {
  await local?.close()
  await issuer?.close()
  await server?.stop()
})

const query =
  "select session_user as login, current_user as role, current_database() as database, current_setting('statement_timeout') as setting"

async function ask(connectionString: string, authorization: string | undefined, { url } = local) {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Neon-Connection-String': connectionString,
      ...(authorization === undefined ? {} : { Authorization: authorization }),
    },
    body: JSON.stringify({ query }),
  })
  return { status: response.status, body: await response.json() }
}

it('a connection string without a password serves tokens', async () => {
  const { status, body } = await ask('postgres://authenticated@localtest/postgres', `Bearer ${token}`)
  expect(status).toBe(200)
  expect(body.rows).toEqual([{ login: 'app', role: 'authenticated', database: 'postgres', setting: '0' }])
})

it('where PostgreSQL asks for the password that it does not have, the answer says so', async () => {
  const connectionString = server.passwordless.replace('app@', 'with_password@')
  const other = await startNeonLocal({ connectionString, jwks: issuer.jwksUrl })
  const answer = await ask('postgres://authenticated@localtest/postgres', `Bearer ${token}`, other)
  await other.close()
  expect(answer.status).toBe(500)
  expect(answer.body.message).toMatch(/`connectionString` has no password|refuses the login/)
})

describe('row 71: nothing in a connection string becomes another startup parameter', () => {
  const controls = [
    '%00',
    '%00user%00postgres',
    '%00options%00-c statement_timeout=7',
    '%01',
    '%0A',
    '%7F',
    '%C2%80',
  ]
  const places = {
    user: (text: string) => `postgres://authenticated${text}:x@localtest/postgres`,
    'user alone': (text: string) => `postgres://app${text}:x@localtest/postgres`,
    password: (text: string) => `postgres://app:x${text}@localtest/postgres`,
    database: (text: string) => `postgres://authenticated:x@localtest/postgres${text}`,
    'database alone': (text: string) => `postgres://app:x@localtest/${text}`,
  }
  it.each(
    Object.entries(places).flatMap(([place, write]) =>
      controls.map((text) => [place, text, write(encodeURI(text).replaceAll('%25', '%'))] as const),
    ),
  )('%s with %s', async (_, __, connectionString) => {
    for (const authorization of [`Bearer ${token}`, undefined]) {
      const { status, body } = await ask(connectionString, authorization)
      expect(status).toBe(400)
      expect(body.message).toMatch(
        /^invalid (username|password|database name): it holds a control character$/,
      )
    }
  })

  it.each([
    '?user=postgres',
    '?host=192.0.2.1&port=1',
    '?host=/tmp',
    '?options=-c%20statement_timeout%3D7',
    '?database=template1&dbname=template1&replication=database&sslmode=verify-full&sslrootcert=/etc/passwd',
    '#?user=postgres',
    '/template1?user=postgres',
  ])('%s means nothing', async (end) => {
    const { status, body } = await ask(`postgres://authenticated@localtest/postgres${end}`, `Bearer ${token}`)
    expect(status).toBe(200)
    expect(body.rows).toEqual([{ login: 'app', role: 'authenticated', database: 'postgres', setting: '0' }])
  })

  it.each(['evil.example:1', '%2Ftmp', '%2Fvar%2Frun%2Fpostgresql', 'localtest%00', 'a@b'])(
    'the host %s means nothing',
    async (host) => {
      const { status, body } = await ask(`postgres://app:x@${host}/postgres`, undefined)
      expect([status, body.rows]).toEqual([200, [expect.objectContaining({ login: 'app' })]])
    },
  )
})

describe('row 72: who may log in with a password', () => {
  it.each([
    ['a superuser', 'postgres'],
    ['another user', 'nobody_else'],
    ['a role of tokens', 'authenticated'],
    ['the user in capitals', 'APP'],
    ['the user and a blank', 'app%20'],
    ['the user in quotes', '%22app%22'],
    ['the user, encoded twice', '%2561pp'],
    ['two users', 'app@postgres'],
    ['a user behind 63 bytes', `${'a'.repeat(63)}app`],
  ])('not %s', async (_, user) => {
    const { status, body } = await ask(`postgres://${user}:x@localtest/postgres`, undefined)
    expect(status).toBe(400)
    expect(body.message).toMatch(/^Only the user|required password$/)
  })

  it('the user of the endpoint, and with an encoding of it', async () => {
    for (const user of ['app', '%61pp', 'ap%70']) {
      const { body } = await ask(`postgres://${user}:x@localtest/postgres`, undefined)
      expect(body.rows).toEqual([{ login: 'app', role: 'app', database: 'postgres', setting: '0' }])
    }
  })

  it('nobody, unless it is allowed', async () => {
    const closed = await startNeonLocal({ connectionString: server.passwordless, jwks: issuer.jwksUrl })
    const { status, body } = await ask('postgres://app:x@localtest/postgres', undefined, closed)
    await closed.close()
    expect(status).toBe(400)
    expect(body.message).toBe('Logins with a password are off. `passwordLogin` allows them.')
  })

  it('control characters in the endpoint’s own connection string are refused at once', async () => {
    const connectionString = server.passwordless.replace('app@', 'app%00options%00x@')
    await expect(startNeonLocal({ connectionString, passwordLogin: true })).rejects.toThrow(
      '`connectionString` must hold no control characters.',
    )
  })
})
