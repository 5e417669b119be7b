import { describe, expect, it, vi } from 'vitest'
import { openRawClient } from '../attacks/raw-client.js'
import { fixture, token } from '../file-fixture.js'
import { errorBody, send } from '../request.js'

const limit = 10 * 1024 * 1024

describe('requests', () => {
  const body = (length: number) => {
    const start = '{"query": "select length($1::text)", "params": ["'
    const end = '"]}'
    return start + 'x'.repeat(length - start.length - end.length) + end
  }

  it('10 MiB are taken', async () => {
    const { status, body: answer } = await send(fixture, { token, body: body(limit) })
    expect(status).toBe(200)
    expect(answer.rows).toEqual([{ length: expect.any(Number) }])
  })

  it('a byte more is answered with 413', async () => {
    const { status, body: answer } = await send(fixture, { token, body: body(limit + 1) })
    expect(status).toBe(413)
    expect(answer).toEqual(errorBody({ message: 'request is too large (max is 10485760 bytes)' }))
  })

  it('one without end is cut off', async () => {
    const connection = fixture.connectionString(fixture.login.user, fixture.login.password)
    const { socket, closed } = await openRawClient(
      fixture.local.url,
      `POST /sql HTTP/1.1\r\nHost: localhost\r\nNeon-Connection-String: ${connection}\r\nContent-Length: 99999999999\r\n\r\n`,
    )
    const chunk = Buffer.alloc(1024 * 1024, 'x')
    const write = () => {
      while (!socket.destroyed && socket.write(chunk));
    }
    socket.on('drain', write)
    write()
    await closed
    expect(socket.bytesWritten).toBeLessThan(30 * limit)
  })
})

describe.each(['a token', 'a password'])('answers, with %s', (kind) => {
  const call = (query: string, queries?: unknown[]) =>
    send(fixture, {
      ...(kind === 'a token' ? { token } : fixture.login),
      headers: { 'Neon-Array-Mode': 'true' },
      body: queries === undefined ? { query } : { queries },
    })

  const tooLarge = errorBody({ message: 'response is too large (max is 10485760 bytes)' })

  it('10 MiB are given, a byte more is answered with 507', async () => {
    const overhead = (await call("select ''::text")).text.length
    const fitting = await call(`select repeat('x', ${limit - overhead})::text as text`)
    expect(fitting.status).toBe(200)
    expect(fitting.text.length).toBe(limit)
    const larger = await call(`select repeat('x', ${limit - overhead + 1})::text as text`)
    expect(larger.status).toBe(507)
    expect(larger.body).toEqual(tooLarge)
  })

  it('answers on one connection do not count together', async () => {
    const { url } = await fixture.start({ maxConnections: 1 })
    const credentials = kind === 'a token' ? { token } : fixture.login
    const body = { query: `select repeat('x', ${limit - 1000})` }
    for (let time = 0; time < 4; time += 1) {
      expect((await send(fixture, { ...credentials, url, body })).status).toBe(200)
    }
  })

  it('characters beyond ASCII count as bytes', async () => {
    expect((await call(`select repeat('é', ${limit / 2})`)).status).toBe(507)
  })

  it.each([
    ['long rows', "select repeat('x', 1000000) from generate_series(1, 1000000)"],
    ['empty rows', 'select null from generate_series(1, 30000) a, generate_series(1, 30000) b'],
  ])('a query without end is stopped: %s', async (_, query) => {
    const answer = await call(query)
    expect(answer.status).toBe(507)
    expect(answer.body).toEqual(tooLarge)
    await vi.waitUntil(async () => {
      const { rowCount } = await fixture.owner.query(
        `select from pg_stat_activity where datname = current_database() and state = 'active'
           and query like '%generate_series%' and pid <> pg_backend_pid()`,
      )
      return rowCount === 0
    })
  })

  it('the results of a batch count together', async () => {
    const query = { query: `select repeat('x', ${limit / 4})` }
    expect((await call('', [query, query, query])).status).toBe(200)
    expect((await call('', [query, query, query, query])).status).toBe(507)
  })
})
