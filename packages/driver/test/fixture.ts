import { randomBytes } from 'node:crypto'
import { type AuthSession, trustClaims } from '@rowauth/core'
import { type PostgresMajor, type PostgresProxy, startPostgres, startProxy } from '@rowauth/testing'
import { type ConformanceOptions, conformanceSql } from '@rowauth/testing/conformance'
import pg from 'pg'
import { onTestFinished, TestRunner } from 'vitest'

/** A database as a product would have it: the auth schema, a table under policies, a login role without rights. */
export interface Fixture {
  /** As the owner of everything. */
  readonly owner: pg.Pool
  /** As the login role of the application. */
  readonly url: string
  /** A pool of the application's; ended with the test that makes it, or with the fixture. */
  pool(config?: pg.PoolConfig): pg.Pool
  /** A connected client of the application's; ended with the test that makes it, or with the fixture. */
  client(config?: pg.ClientConfig): Promise<pg.Client>
  /** A proxy in front of the database, for the application's login role; closed with the fixture. */
  proxy(): Promise<PostgresProxy>
  close(): Promise<void>
}

/** A server has 200 connections, and several files share one: none is kept for longer than its test. */
function withTest(end: () => Promise<void>): void {
  if (TestRunner.getCurrentTest() !== undefined) onTestFinished(end)
}

export interface FixtureOptions extends ConformanceOptions {
  /** Major version of PostgreSQL; absent: the one that all tests run on. */
  readonly version?: PostgresMajor
}

export async function startFixture(options: FixtureOptions = {}): Promise<Fixture> {
  const { version } = options
  const server = await startPostgres(version === undefined ? {} : { version })
  const owner = new pg.Pool({ connectionString: server.connectionString, max: 4 })
  const login = `app_${randomBytes(6).toString('hex')}`
  const password = randomBytes(12).toString('hex')
  await owner.query(conformanceSql(options))
  await owner.query(`create role ${login} login noinherit password '${password}'`)
  await owner.query(`grant authenticated, anonymous to ${login}`)
  const url = new URL(server.connectionString)
  url.username = login
  url.password = password
  const ends: (() => Promise<void>)[] = []
  const ending = (end: () => Promise<void>) => {
    let ended: Promise<void> | undefined
    const once = () => {
      ended ??= end()
      return ended
    }
    ends.push(once)
    withTest(once)
  }
  const proxies: PostgresProxy[] = []
  return {
    owner,
    url: url.href,
    pool(config = {}) {
      const pool = new pg.Pool({ connectionString: url.href, max: 5, ...config })
      // As every application has to: an idle connection that is lost is reported here and nowhere else.
      pool.on('error', () => undefined)
      ending(async () => {
        if (!pool.ended) await pool.end()
      })
      return pool
    },
    async client(config = {}) {
      const client = new pg.Client({ connectionString: url.href, ...config })
      client.on('error', () => undefined)
      await client.connect()
      ending(() => client.end())
      return client
    },
    async proxy() {
      const proxy = await startProxy(url.href)
      proxies.push(proxy)
      return proxy
    },
    async close() {
      await Promise.all(ends.map((end) => end()))
      await Promise.all(proxies.map((proxy) => proxy.close()))
      await owner.query(`drop owned by ${login}`)
      await owner.query(`drop role ${login}`)
      await owner.end()
      await server.stop()
    },
  }
}

/** Waits until the query finds a row. */
export async function until(pool: pg.Pool, text: string, values: unknown[] = []): Promise<void> {
  while ((await pool.query(text, values)).rowCount === 0)
    await new Promise((resolve) => setImmediate(resolve))
}

/** What a connection remembers of its last user: asked without rowauth, as the next plain query would see it. */
export const leftovers =
  "select current_user = session_user as login, coalesce(current_setting('request.jwt.claims', true), '') as claims"
export const nothingLeft = { login: true, claims: '' }

export const as = (sub: string): AuthSession => trustClaims({ sub })
export const alice = as('alice')
export const bob = as('bob')
