import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '@rowauth/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { firstValue, footprint, isRunning } from './processes.js'

let temp: string

beforeEach(async () => {
  temp = await mkdtemp(join(tmpdir(), 'rowauth-test-'))
  // As root, the server runs under another account, which has to get through.
  await chmod(temp, 0o755)
  vi.stubEnv('TMPDIR', temp)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(temp, { recursive: true, force: true })
})

describe('startEmbeddedPostgres', () => {
  it.each([14, 15, 16, 17, 18] as const)('starts PostgreSQL %i', async (version) => {
    await using server = await startEmbeddedPostgres({ version })
    const number = await firstValue(
      server.connectionString,
      "select current_setting('server_version_num')::int",
    )
    expect(Math.floor(Number(number) / 10_000)).toBe(version)
  })

  it('leaves no process and no file after stop, which may be called again', async () => {
    const server = await startEmbeddedPostgres()
    const { directory, pids } = await footprint(server.connectionString)
    expect(pids.map(isRunning)).toEqual([true, true])
    await Promise.all([server.stop(), server.stop()])
    await server.stop()
    expect(pids.map(isRunning)).toEqual([false, false])
    expect(existsSync(directory)).toBe(false)
    expect(await readdir(temp)).toEqual([])
  })

  it('asks for the password and listens on loopback only', async () => {
    await using server = await startEmbeddedPostgres()
    const url = new URL(server.connectionString)
    expect(url.hostname).toBe('127.0.0.1')
    expect(await firstValue(server.connectionString, 'show listen_addresses')).toBe('127.0.0.1')
    url.password = 'something else'
    await expect(firstValue(url.href, 'select 1')).rejects.toMatchObject({ code: '28P01' })
  })

  it('runs several servers side by side', async () => {
    const servers = await Promise.all([startEmbeddedPostgres(), startEmbeddedPostgres({ version: 14 })])
    const texts = servers.map(({ connectionString }) => firstValue(connectionString, 'show port'))
    expect(new Set(await Promise.all(texts)).size).toBe(2)
    await Promise.all(servers.map(({ stop }) => stop()))
  })

  it('keeps the data and the password of a data directory', async () => {
    const dataDirectory = join(temp, 'kept', 'below')
    const first = await startEmbeddedPostgres({ dataDirectory })
    await firstValue(first.connectionString, 'create table kept as select 7 as n')
    await first.stop()
    const second = await startEmbeddedPostgres({ dataDirectory })
    expect(await firstValue(second.connectionString, 'select n from kept')).toBe(7)
    expect(await firstValue(second.connectionString, 'show fsync')).toBe('on')
    expect(new URL(second.connectionString).password).toBe(new URL(first.connectionString).password)
    await second.stop()
    expect(await readdir(temp)).toEqual(['kept'])
    await expect(startEmbeddedPostgres({ dataDirectory, version: 17 })).rejects.toThrow(
      'was made by PostgreSQL 18',
    )
    expect(await readdir(temp)).toEqual(['kept'])
  })

  it('uses the port it is given, and says so when that is taken', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    await expect(startEmbeddedPostgres({ port })).rejects.toThrow('Address already in use')
    await new Promise((resolve) => other.close(resolve))
    expect(await readdir(temp)).toEqual([])
    await using server = await startEmbeddedPostgres({ port })
    expect(new URL(server.connectionString).port).toBe(String(port))
  })
})
