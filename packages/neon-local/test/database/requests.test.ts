import type { NeonLocal } from '@rowauth/neon-local'
import { type PostgresProxy, startProxy } from '@rowauth/testing'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { fixture, token } from '../file-fixture.js'
import { errorBody, send, type TestRequest } from '../request.js'

/** One connection only, so that what one request leaves is met by the next. */
let narrow: NeonLocal

beforeAll(async () => {
  narrow = await fixture.start({ maxConnections: 1 })
})

const call = async (request: TestRequest, query: string | string[]) => {
  const body = typeof query === 'string' ? { query } : { queries: query.map((text) => ({ query: text })) }
  return send(fixture, { url: narrow.url, ...request, body })
}
const rows = async (request: TestRequest, query: string) => (await call(request, query)).body.rows

/** What runs in the test's database, apart from the one who asks. */
const activity = async (pattern: string) => {
  const { rows: found } = await fixture.owner.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and state = 'active'
       and query like $1 and pid <> pg_backend_pid()`,
    [pattern],
  )
  return found.map(({ pid }) => pid)
}

/** Waits until the connection behind a proxy is clean and free again. */
const cleaned = (proxy: PostgresProxy) =>
  vi.waitUntil(() => {
    const asked = proxy.messages.frontend.filter((type) => type === 'Q' || type === 'S')
    const answered = proxy.messages.backend.filter((type) => type === 'Z')
    return proxy.statements.at(-1) === 'discard all' && asked.length === answered.length
  })

it('200 concurrent requests by 20 users mix nothing', async () => {
  const users = Array.from({ length: 20 }, (_, n) => `user-${n}`)
  const tokens = await Promise.all(users.map((sub) => fixture.issuer.token({ sub, tag: `tag of ${sub}` })))
  const query = `select auth.user_id() as id, auth.session() ->> 'tag' as tag, current_user as role, $1::text as param`
  const calls = Array.from({ length: 200 }, async (_, n) => {
    const sub = users[n % 20]
    const role = n % 3 === 0 ? 'anonymous' : 'authenticated'
    const expected = { id: sub, tag: `tag of ${sub}`, role, param: `${n}` }
    const statement = { query, params: [n] }
    const request = { user: role, token: tokens[n % 20] ?? '' }
    switch (n % 4) {
      case 0: {
        const { body } = await send(fixture, { ...request, body: { queries: [statement, statement] } })
        expect(body.results.map((result) => result.rows)).toEqual([[expected], [expected]])
        break
      }
      case 1: {
        const failing = await send(fixture, {
          ...request,
          body: { queries: [statement, { query: 'select 1/0' }] },
        })
        expect(failing.body.code).toBe('22012')
        break
      }
      default: {
        const { body } = await send(fixture, { ...request, body: statement })
        expect(body.rows).toEqual([expected])
      }
    }
  })
  await Promise.all(calls)
  const { rows: open } = await fixture.owner.query<{ count: number }>(
    `select count(*)::int from pg_stat_activity where application_name = 'rowauth-neon-local' and datname = current_database()`,
  )
  expect(open[0]?.count).toBeLessThanOrEqual(20)
})

describe.each(['token', 'password'])('nothing of a request stays on the connection: %s', (kind) => {
  const request = (): TestRequest => (kind === 'token' ? { token } : fixture.login)
  const pid = () => rows(request(), 'select pg_backend_pid() as pid')

  it.each([
    [
      'settings',
      "select set_config('app.mark', 'left', false)",
      "select coalesce(current_setting('app.mark', true), '') as left",
      '',
    ],
    [
      'claims',
      'select set_config(\'request.jwt.claims\', \'{"sub":"mallory"}\', false)',
      "select coalesce(current_setting('request.jwt.claims', true), '') like '%mallory%' as left",
      false,
    ],
    [
      'the time zone',
      "select set_config('timezone', 'Asia/Tokyo', false)",
      "select current_setting('timezone') = 'Asia/Tokyo' as left",
      false,
    ],
    [
      'advisory locks',
      'select pg_advisory_lock(42)',
      "select count(*)::int as left from pg_locks where locktype = 'advisory' and objid = 42",
      0,
    ],
    ['listeners', 'listen news', 'select count(*)::int as left from pg_listening_channels()', 0],
    [
      'prepared statements',
      "do $$ begin execute 'prepare kept as select 1'; end $$",
      "select count(*)::int as left from pg_prepared_statements where name = 'kept'",
      0,
    ],
  ])('%s', async (_, leave, look, nothing) => {
    const before = await pid()
    expect((await call(request(), leave)).status).toBe(200)
    expect(await rows(request(), look)).toEqual([{ left: nothing }])
    expect(await pid()).toEqual(before)
  })

  it('a role', async () => {
    const steps = ["select set_config('role', 'anonymous', false)"]
    expect((await call(request(), steps)).status).toBe(200)
    const expected = kind === 'token' ? 'authenticated' : fixture.login.user
    expect(await rows(request(), 'select current_user as role')).toEqual([{ role: expected }])
  })
})

it('a transaction that a password user leaves open is not met by the next one', async () => {
  expect((await call(fixture.login, 'begin')).status).toBe(200)
  // Outside of a transaction block there is nothing to save.
  expect((await call(fixture.login, 'savepoint s')).body.code).toBe('25P01')
})

it('a single query of a password user runs in no transaction block; one with a token carries its claims in one', async () => {
  expect((await call(fixture.login, 'vacuum notes')).status).toBe(200)
  expect((await call({ token }, 'vacuum notes')).body.code).toBe('25001')
})

it('row 2: after an error in a request the next one succeeds', async () => {
  for (const query of [
    'select 1/0',
    'selekt',
    ["select set_config('statement_timeout', '50', true)", 'select pg_sleep(60)'],
  ]) {
    expect((await call({ token }, query)).status).toBe(400)
    expect(await rows({ token }, 'select auth.user_id() as id')).toEqual([{ id: 'alice' }])
  }
})

describe('logins', () => {
  it('a wrong password is an error of PostgreSQL, and says nothing about the password', async () => {
    const answer = await call({ user: fixture.login.user, password: 'wrong-marker' }, 'select 1')
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ code: '28P01', severity: 'FATAL' })
    expect(answer.text).not.toContain('wrong-marker')
    expect((await call(fixture.login, 'select 1')).status).toBe(200)
  })

  it('a pool that was opened with the right password does not serve a wrong one', async () => {
    expect((await call(fixture.login, 'select 1')).status).toBe(200)
    expect((await call({ ...fixture.login, password: 'wrong' }, 'select 1')).body.code).toBe('28P01')
  })

  it('a database that does not exist', async () => {
    const headers = { 'Neon-Connection-String': 'postgres://authenticated@localtest/no_such_database' }
    expect((await call({ token, headers }, 'select 1')).body).toMatchObject({
      code: '3D000',
      severity: 'FATAL',
    })
  })

  it('the password is not an identity for tokens, nor a token one for passwords', async () => {
    const both = await call({ ...fixture.login, token }, 'select 1')
    expect(both.body.message).toContain('JWKs settings for this role were not configured')
    const fallback = await call({ user: 'authenticated', password: fixture.login.password }, 'select 1')
    expect(fallback.body.message).toBe(
      'Only the user whom the endpoint logs in as can log in with a password.',
    )
  })

  it('many wrong passwords leave no connections and no pools behind', async () => {
    const wrong = Array.from({ length: 40 }, (_, n) => ({ ...fixture.login, password: `wrong-${n}` }))
    const answers = await Promise.all(wrong.map((login) => call(login, 'select 1')))
    for (const { status } of answers) expect([400, 500]).toContain(status)
    expect((await call(fixture.login, 'select 1')).status).toBe(200)
  })

  it('a server that cannot be reached is answered with 500', async () => {
    const local = await fixture.start({ connectionString: 'postgres://app:secret-marker@127.0.0.1:1/db' })
    const answer = await call({ url: local.url, token }, 'select 1')
    expect(answer.status).toBe(500)
    expect(answer.body.message).toBe('could not connect to PostgreSQL (ECONNREFUSED)')
    expect(answer.text).not.toContain('secret-marker')
  })
})

describe.each(['token', 'password'])('when things break: %s', (kind) => {
  const request = (): TestRequest => (kind === 'token' ? { token } : fixture.login)

  it('row 29: a killed backend gives one clean error, and the next request works', async () => {
    const sleeping = call(request(), `select 'killed ${kind}', pg_sleep(60)`)
    const [pid] = await vi.waitUntil(async () => {
      const pids = await activity(`select 'killed ${kind}'%`)
      return pids.length > 0 && pids
    })
    await fixture.owner.query('select pg_terminate_backend($1)', [pid])
    const answer = await sleeping
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ code: '57P01', severity: 'FATAL' })
    expect((await call(request(), 'select 1')).status).toBe(200)
  })

  it('a connection that is cut gives one clean error, and the next request works', async () => {
    await using proxy = await startProxy(fixture.connectionFor(fixture.login))
    const local = await fixture.start({ connectionString: proxy.connectionString, maxConnections: 1 })
    const through = { ...request(), url: local.url }
    expect((await call(through, 'select 1')).status).toBe(200)
    await cleaned(proxy)
    proxy.cutOn('nextBackend')
    const answer = await call(through, 'select 2')
    expect(answer.status).toBe(500)
    expect(answer.body).toEqual(
      errorBody({ message: expect.stringMatching(/Connection terminated|ECONNRESET/) }),
    )
    expect((await call(through, 'select 3')).status).toBe(200)
    await local.close()
  })

  it('a client that goes away cancels its query', async () => {
    const gone = new AbortController()
    const asking = call({ ...request(), signal: gone.signal }, `select 'gone ${kind}', pg_sleep(60)`)
    await vi.waitUntil(async () => (await activity(`select 'gone ${kind}'%`)).length > 0)
    gone.abort()
    await expect(asking).rejects.toThrow('abort')
    await vi.waitUntil(async () => (await activity(`select 'gone ${kind}'%`)).length === 0, {
      timeout: 10_000,
    })
    expect((await call(request(), 'select 1')).status).toBe(200)
  })

  it('a client that goes away while it waits for a connection never runs anything', async () => {
    const first = call(request(), 'select pg_sleep(0.5)')
    await vi.waitUntil(async () => (await activity('select pg_sleep(0.5)')).length > 0)
    const gone = new AbortController()
    const query = `insert into notes (owner, body) values ('alice', 'of the departed ${kind}')`
    const second = call({ ...request(), signal: gone.signal }, query).catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, 100))
    gone.abort()
    await Promise.all([first, second])
    expect((await call(request(), 'select 1')).status).toBe(200)
    const { rows: left } = await fixture.owner.query('select 1 from notes where body like $1', [
      'of the departed%',
    ])
    expect(left).toEqual([])
  })
})

it('a single statement with a token is one round trip, cleaning up another', async () => {
  await using proxy = await startProxy(fixture.connectionFor(fixture.login))
  const local = await fixture.start({ connectionString: proxy.connectionString, maxConnections: 1 })
  await call({ url: local.url, token }, 'select 1')
  await cleaned(proxy)
  proxy.reset()
  await call({ url: local.url, token }, 'select 1')
  await cleaned(proxy)
  expect(proxy.roundTrips).toBe(2)
  expect(proxy.statements.slice(1)).toEqual(['select 1', 'discard all'])
  await local.close()
})
