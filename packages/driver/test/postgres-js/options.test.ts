import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { postgresJs } from '@rowauth/driver/postgres-js'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alice, type Fixture, startFixture, until } from '../fixture.js'
import { client } from './support/client.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture?.close())

type Options = postgres.Options<Record<string, postgres.PostgresType>>

const parts = () => {
  const { hostname, port, username, password, pathname } = new URL(fixture.url)
  return { host: hostname, port: Number(port), username, password, database: pathname.slice(1) }
}

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen({ host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const whoami = 'select auth.user_id() as id'
const isAlice = [{ id: 'alice' }]

describe('connections are opened as the options say', () => {
  it('host, port, user, a password that is a function, database', async () => {
    const { password, ...others } = parts()
    const asked: string[] = []
    const sql = client('', {
      ...others,
      password: async () => {
        asked.push('password')
        return password
      },
    } as object)
    expect([...(await postgresJs(sql).query(alice, whoami))]).toEqual(isAlice)
    expect(asked).toEqual(['password'])
  })

  it('parameters of the connection, from the options and from the URL', async () => {
    const url = new URL(fixture.url)
    url.searchParams.set('statement_timeout', '12345')
    const sql = client(url.href, {
      connection: { application_name: 'named', TimeZone: 'Asia/Kathmandu' } as object,
    })
    const settings = await postgresJs(sql).query(
      alice,
      `select current_setting('statement_timeout') as timeout, current_setting('application_name') as name,
         current_setting('TimeZone') as zone, current_setting('client_encoding') as encoding`,
    )
    expect([...settings]).toEqual([
      { timeout: '12345ms', name: 'named', zone: 'Asia/Kathmandu', encoding: 'UTF8' },
    ])
  })

  it('at most `max`, which are left when they are idle as long as `idle_timeout` says', async () => {
    const name = 'at most two'
    const sql = client(fixture.url, { max: 2, idle_timeout: 1, connection: { application_name: name } })
    const driver = postgresJs(sql)
    const pids = await Promise.all(
      Array.from({ length: 8 }, () =>
        driver.query(alice, 'select pg_backend_pid() as pid from pg_sleep(0.02)'),
      ),
    )
    expect(new Set(pids.flat().map((row) => (row as { pid: number }).pid)).size).toBe(2)
    await until(
      fixture.owner,
      'select 1 where not exists (select from pg_stat_activity where application_name = $1)',
      [name],
    )
  })

  it('one pool for all drivers of a client; `end` closes it', async () => {
    const name = 'one pool'
    const sql = client(fixture.url, { max: 1, connection: { application_name: name } })
    const pid = 'select pg_backend_pid() as pid'
    const [first, second] = [postgresJs(sql), postgresJs(sql, { prepare: false })]
    expect([...(await first.query(alice, pid))]).toEqual([...(await second.query(alice, pid))])
    await Promise.all([first.end(), second.end()])
    await until(
      fixture.owner,
      'select 1 where not exists (select from pg_stat_activity where application_name = $1)',
      [name],
    )
    await expect(second.query(alice, pid)).rejects.toMatchObject({ code: 'CONNECTION_ENDED' })
    // postgres.js' own connections are another thing.
    expect(await sql`select 1 as one`).toMatchObject([{ one: 1 }])
  })

  it('end when the calls that wait for them have been served', async () => {
    const driver = postgresJs(client(fixture.url, { max: 1 }))
    const calls = [1, 2, 3].map((value) =>
      driver.query(alice, { text: 'select $1::int as value', values: [value] }),
    )
    // The first one has its connection by now, and the others wait.
    await calls[0]
    await driver.end()
    expect((await Promise.all(calls)).map(([row]) => row)).toEqual([{ value: 1 }, { value: 2 }, { value: 3 }])
  })

  it('idle, do not keep the process from ending', async () => {
    const sockets = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length
    const driver = postgresJs(client(fixture.url, { max: 1 }))
    const before = sockets()
    const query = driver.query(alice, 'select pg_sleep(0.2)')
    await until(fixture.owner, "select 1 from pg_stat_activity where query = 'select pg_sleep(0.2)'")
    const during = sockets()
    await query
    expect(during).toBeGreaterThan(sockets())
    expect(sockets()).toBeLessThanOrEqual(before)
  })

  it('the next host, where one does not answer', async () => {
    const { host, port, ...others } = parts()
    const sql = client('', {
      ...others,
      host: [host, host],
      port: [await closedPort(), port],
      max: 1,
    } as object)
    const driver = postgresJs(sql)
    for (let time = 0; time < 2; time += 1) expect([...(await driver.query(alice, whoami))]).toEqual(isAlice)
    const nobody = client('', { ...others, host, port: await closedPort() } as object)
    await expect(postgresJs(nobody).query(alice, whoami)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('a host such as `target_session_attrs` asks for', async () => {
    for (const [attributes, fits] of [
      ['read-write', true],
      ['primary', true],
      ['prefer-standby', true],
      ['standby', false],
      ['read-only', false],
    ] as const) {
      const sql = client(fixture.url, { target_session_attrs: attributes, max: 1 })
      const query = postgresJs(sql).query(alice, whoami)
      if (fits) expect([...(await query)]).toEqual(isAlice)
      else await expect(query).rejects.toThrow(/`target_session_attrs`/)
    }
  })

  it('encrypted, or not where `prefer` finds a server that cannot', async () => {
    const { rows } = await fixture.owner.query('show ssl')
    expect(rows).toEqual([{ ssl: 'off' }])
    const preferring = client(fixture.url, { ssl: 'prefer', max: 1 })
    const driver = postgresJs(preferring)
    for (let time = 0; time < 2; time += 1) expect([...(await driver.query(alice, whoami))]).toEqual(isAlice)
    for (const ssl of [true, 'require', 'verify-full', { rejectUnauthorized: false }] as const) {
      const query = postgresJs(client(fixture.url, { ssl })).query(alice, whoami)
      await expect(query).rejects.toThrow(/does not support SSL/)
    }
  })

  it('within `connect_timeout`, whatever the wait for a place in the pool', async () => {
    const silent = createServer(() => {}).listen({ host: '127.0.0.1', port: 0 })
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    const sql = client('', { ...parts(), port, connect_timeout: 1 } as object)
    await expect(postgresJs(sql).query(alice, whoami)).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT' })
    silent.close()
    const one = postgresJs(client(fixture.url, { max: 1, connect_timeout: 1 }))
    const calls = Array.from({ length: 3 }, () => one.query(alice, 'select 1 as one from pg_sleep(0.6)'))
    expect((await Promise.all(calls)).map(([row]) => row)).toEqual(Array(3).fill({ one: 1 }))
  })

  it('with notices and statements told to `onnotice` and `debug`, and nothing of the session', async () => {
    const notices: unknown[] = []
    const told: unknown[] = []
    const sql = client(fixture.url, {
      onnotice: ({ severity, message }) => notices.push({ severity, message }),
      debug: (_connection, text, values) => told.push([text, values]),
    })
    const driver = postgresJs(sql)
    await driver.query(alice, "do $$ begin raise notice 'hello'; end $$")
    await driver.query(alice, { text: 'select $1::int', values: [7] })
    expect(notices).toEqual([{ severity: 'NOTICE', message: 'hello' }])
    expect(told).toEqual([
      ["do $$ begin raise notice 'hello'; end $$", []],
      ['select $1::int', ['7']],
    ])
  })

  it('an error of the server while connecting arrives as postgres.js’ own', async () => {
    const sql = client(fixture.url, { password: 'wrong' } as object)
    const error = await postgresJs(sql)
      .query(alice, whoami)
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(postgres.PostgresError)
    expect(error).toMatchObject({ code: '28P01' })
  })
})

describe('what cannot be', () => {
  const refused: [option: string, options: object][] = [
    ['socket', { socket: () => expect.unreachable() }],
    ['path', { path: '/somewhere/else' }],
    ['connection.client_encoding', { connection: { client_encoding: 'LATIN1' } }],
  ]
  it.each(refused)('the option %s is refused by its name', (option, options) => {
    expect(() => postgresJs(postgres(fixture.url, options as Options))).toThrow(`\`${option}\``)
  })

  it('a transaction, a reserved connection and what is no client are refused', async () => {
    const sql = client(fixture.url, { max: 1 })
    await sql.begin(async (tx) => {
      expect(() => postgresJs(tx as unknown as postgres.Sql)).toThrow(/handle of a transaction/)
    })
    const reserved = await sql.reserve()
    expect(() => postgresJs(reserved as unknown as postgres.Sql)).toThrow(/reserved connection/)
    reserved.release()
    for (const value of [undefined, null, {}, () => {}, 'postgres://']) {
      expect(() => postgresJs(value as never)).toThrow(
        new TypeError('postgresJs() takes what postgres() returns.'),
      )
    }
  })
})
