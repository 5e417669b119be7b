import { startEmbeddedPostgres, startPostgres } from '@rowauth/testing'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { firstValue } from '../embedded/processes.js'

afterEach(() => {
  vi.unstubAllEnvs()
})

const place = (connectionString: string) => new URL(connectionString).host
const databaseOf = (connectionString: string) => new URL(connectionString).pathname.slice(1)

describe('startPostgres', () => {
  it('gives each call and each further database a place of its own', async () => {
    await using one = await startPostgres()
    await using two = await startPostgres()
    const databases = [one.connectionString, two.connectionString, await one.createDatabase()]
    expect(new Set(databases).size).toBe(3)
    await firstValue(one.connectionString, 'create table t as select 1')
    for (const other of databases.slice(1)) {
      await expect(firstValue(other, 'select * from t')).rejects.toMatchObject({ code: '42P01' })
    }
  })

  it.each([14, 18] as const)('gives PostgreSQL %i when asked to', async (version) => {
    await using server = await startPostgres({ version })
    expect(server.version).toBe(version)
    expect(await firstValue(server.connectionString, 'show server_version')).toMatch(
      new RegExp(`^${version}\\.`),
    )
  })

  it('owns the database it is given', async () => {
    await using server = await startPostgres()
    expect(
      await firstValue(
        server.connectionString,
        "select pg_has_role(datdba, 'member') from pg_database where datname = current_database()",
      ),
    ).toBe(true)
  })
})

describe('startPostgres without DATABASE_URL', () => {
  beforeEach(() => {
    vi.stubEnv('DATABASE_URL', '')
  })

  it('takes the version from PG_MAJOR', async () => {
    vi.stubEnv('PG_MAJOR', '15')
    await using server = await startPostgres()
    expect(server.version).toBe(15)
  })

  it('refuses a PG_MAJOR that is none', async () => {
    vi.stubEnv('PG_MAJOR', '9.6')
    await expect(startPostgres()).rejects.toThrow('PG_MAJOR must be one of 14, 15, 16, 17, 18.')
  })

  it('stops the server that it started', async () => {
    const server = await startPostgres()
    await Promise.all([server.stop(), server.stop()])
    await expect(firstValue(server.connectionString, 'select 1')).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    })
  })
})

describe('startPostgres with DATABASE_URL', () => {
  it('makes databases on that server and drops them at the end, even while somebody is connected', async () => {
    await using given = await startEmbeddedPostgres()
    vi.stubEnv('DATABASE_URL', given.connectionString)
    const server = await startPostgres()
    const further = await server.createDatabase()
    expect(place(server.connectionString)).toBe(place(given.connectionString))
    expect(databaseOf(server.connectionString)).not.toBe(databaseOf(given.connectionString))

    const lingering = new pg.Client({ connectionString: further })
    const lost = new Promise((resolve) => lingering.on('error', resolve))
    await lingering.connect()
    await server.stop()
    await server.stop()
    await lost
    const left = "select string_agg(datname, ',' order by datname) from pg_database where not datistemplate"
    expect(await firstValue(given.connectionString, left)).toBe('postgres')
  })

  it('goes elsewhere for a version that it does not serve', async () => {
    await using given = await startEmbeddedPostgres({ version: 15 })
    vi.stubEnv('DATABASE_URL', given.connectionString)
    await using same = await startPostgres({ version: 15 })
    await using other = await startPostgres({ version: 14 })
    await using any = await startPostgres()
    expect(place(same.connectionString)).toBe(place(given.connectionString))
    expect(place(other.connectionString)).not.toBe(place(given.connectionString))
    expect([same.version, other.version, any.version]).toEqual([15, 14, 15])
  })

  it('fails when that server does not answer, and never takes another one', async () => {
    const given = await startEmbeddedPostgres()
    await given.stop()
    vi.stubEnv('DATABASE_URL', given.connectionString)
    await expect(startPostgres()).rejects.toThrow('DATABASE_URL is set, but its server cannot be used.')
  })
})
