import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { type NeonLocalOptions, startNeonLocal } from '@rowauth/neon-local'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Fixture, startFixture } from './fixture.js'
import { send } from './request.js'

let fixture: Fixture

beforeAll(async () => {
  fixture = await startFixture()
})

afterAll(async () => {
  await fixture[Symbol.asyncDispose]()
})

const connections = async (name: string) => {
  const { rows } = await fixture.owner.query<{ count: number }>(
    'select count(*)::int from pg_stat_activity where usename = $1',
    [name],
  )
  return rows[0]?.count
}

describe('where it listens', () => {
  it('on loopback, at the full address of /sql', () => {
    expect(fixture.local.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/sql$/)
  })

  it('and nowhere else', async () => {
    const { port } = new URL(fixture.local.url)
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => address)
    for (const host of ['127.0.0.2', ...others]) {
      const socket = connect({ host, port: Number(port) })
      await expect(once(socket, 'connect'), host).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    }
  })

  it('on another address when it is told so', async () => {
    await using local = await fixture.start({ host: '127.0.0.2' })
    expect(local.url).toMatch(/^http:\/\/127\.0\.0\.2:/)
    const token = await fixture.issuer.token()
    expect((await send(fixture, { url: local.url, token, body: { query: 'select 1' } })).status).toBe(200)
  })

  it('on the port that it is told', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as { port: number }
    await expect(fixture.start({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
    taken.close()
    await once(taken, 'close')
    expect((await fixture.start({ port })).url).toBe(`http://127.0.0.1:${port}/sql`)
  })
})

describe('close()', () => {
  it('lets running requests finish, refuses new ones, and leaves no connection', async () => {
    const local = await fixture.start()
    const { url } = local
    const token = await fixture.issuer.token({ sub: 'alice' })
    const running = send(fixture, {
      url,
      token,
      body: { query: 'select auth.user_id() as id, pg_sleep(0.5)::text as s' },
    })
    await vi.waitUntil(async () => {
      const { rowCount } = await fixture.owner.query(
        "select from pg_stat_activity where query like '%pg_sleep(0.5)::text%' and state = 'active' and pid <> pg_backend_pid()",
      )
      return rowCount === 1
    })
    const closing = local.close()
    await expect(send(fixture, { url, token, body: { query: 'select 1' } })).rejects.toThrow('fetch failed')
    expect((await running).body.rows).toEqual([{ id: 'alice', s: '' }])
    await closing
    await local.close()
    await vi.waitUntil(async () => (await connections(fixture.login.user)) === 0)
  })

  it('cancels what does not come to an end', async () => {
    const local = await fixture.start()
    const token = await fixture.issuer.token({ sub: 'alice' })
    const running = send(fixture, { url: local.url, token, body: { query: 'select pg_sleep(600)' } })
    await vi.waitUntil(async () => (await connections(fixture.login.user)) === 1)
    await local.close()
    expect(await running).toMatchObject({
      status: 400,
      body: { message: 'Query cancelled, connection was terminated', code: '08P01' },
    })
  })

  it('with await using', async () => {
    let url: string
    {
      await using local = await fixture.start()
      url = local.url
    }
    await expect(fetch(url)).rejects.toThrow('fetch failed')
  })
})

describe('options that cannot be meant are refused', () => {
  const connectionString = 'postgres://app@127.0.0.1/db'
  const jwks = { keys: [] }
  it.each<[string, NeonLocalOptions]>([
    ['no server', {}],
    ['an empty connection string', { connectionString: '' }],
    ['two servers', { connectionString, database: connectionString }],
    ['keys and providers', { connectionString, jwks, providers: [] }],
    ['an audience and providers', { connectionString, audience: 'a', providers: [] }],
    ['an audience without keys', { connectionString, audience: 'a' }],
    ['an empty audience', { connectionString, jwks, audience: '' }],
    [
      'keys from an address that anybody can answer for',
      { connectionString, jwks: 'http://issuer.example/jwks' },
    ],
    ['a port that is none', { connectionString, port: 70_000 }],
    ['an empty host', { connectionString, host: '' }],
    ['no connections', { connectionString, maxConnections: 0 }],
  ])('%s', async (_, options) => {
    await expect(startNeonLocal(options)).rejects.toThrow(TypeError)
  })

  it('database is another name for connectionString', async () => {
    const local = await startNeonLocal({
      database: fixture.connectionFor(fixture.login),
      jwks: fixture.issuer.jwksUrl,
    })
    const token = await fixture.issuer.token({ sub: 'alice' })
    expect((await send(fixture, { url: local.url, token, body: { query: 'select 1' } })).status).toBe(200)
    await local.close()
  })
})
