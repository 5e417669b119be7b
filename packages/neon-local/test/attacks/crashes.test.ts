import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import type { NeonLocal } from '@rowauth/neon-local'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fixture, token } from '../file-fixture.js'
import { send, type TestRequest } from '../request.js'
import { int32, message } from '../websocket/protocol.js'

// An exception that nobody catches ends a process; here it fails the run.

const tooLarge = 'response is too large (max is 10485760 bytes)'
/** PostgreSQL repeats a long text faster than a short one. */
const long = (length: number) => `repeat(repeat('x', 100000), ${length / 100_000})`
const columns = Array.from({ length: 1600 }, (_, n) => `null as c${n}_${'x'.repeat(56)}`)

describe('row 74: an answer that no string holds', () => {
  const call = (kind: string, query: string) =>
    send(fixture, { ...(kind === 'token' ? { token } : fixture.login), body: { query } })

  it.each([
    ['token', 'a value', `select ${long(600_000_000)}`],
    ['password', 'many values', `select ${long(20_000_000)} from generate_series(1, 8)`],
    ['token', 'an error', `do $$ begin raise exception '%', ${long(60_000_000)}; end $$`],
    [
      'password',
      'the detail of an error',
      `do $$ begin raise 'x' using detail = ${long(60_000_000)}; end $$`,
    ],
    ['token', 'a notice', `do $$ begin raise notice '%', ${long(60_000_000)}; end $$`],
    [
      'password',
      'many notices',
      "do $$ begin for i in 1..6000 loop raise notice '%', repeat('x', 10000); end loop; end $$",
    ],
    ['token', 'names of columns', `select ${columns.join()} from generate_series(1, 6000)`],
  ])(
    '%s: %s',
    async (kind, _, query) => {
      const answer = await call(kind, query)
      expect(answer.body.message).toBe(tooLarge)
      expect(answer.status).toBe(507)
      expect((await call(kind, 'select 1 as one')).body.rows).toEqual([{ one: 1 }])
    },
    120_000,
  )
})

it('row 74: an array of many quoted elements is written as fast as it is read', async () => {
  const query = "select array_agg('a b'::text) as texts from generate_series(1, 400000)"
  const { status, body } = await send(fixture, { token, body: { query } })
  expect(status).toBe(200)
  expect(body.rows).toEqual([{ texts: Array.from({ length: 400_000 }, () => 'a b') }])
})

describe('row 74: a PostgreSQL that behaves strangely', () => {
  let strange: Server
  let local: NeonLocal
  const sockets = new Set<Socket>()

  async function startStrange(answer: (socket: Socket) => void) {
    strange = createServer((socket) => {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.resume()
      answer(socket)
    }).listen(0, '127.0.0.1')
    await once(strange, 'listening')
    const { port } = strange.address() as { port: number }
    local = await fixture.start({ connectionString: `postgres://app:secret-marker@127.0.0.1:${port}/db` })
  }

  afterEach(async () => {
    await local.close()
    for (const socket of sockets) socket.destroy()
    sockets.clear()
    strange.close()
    await once(strange, 'close')
  })

  const welcome = [message('R', int32(0)), message('K', int32(1, 2)), message('Z', Buffer.from('I'))]
  const behind = (...messages: Buffer[]) => {
    return (socket: Socket) => {
      socket.once('data', () => {
        for (const part of welcome) socket.write(part)
        socket.on('data', () => {
          for (const part of messages) socket.write(part)
        })
      })
    }
  }

  const ask = (more: TestRequest = {}) =>
    send(fixture, { url: local.url, token, body: { query: 'select 1' }, ...more })
  const untilPostgresIsAsked = () => vi.waitUntil(() => sockets.size === 1)
  const askAndLeave = async () => {
    const gone = new AbortController()
    const asking = ask({ signal: gone.signal })
    await untilPostgresIsAsked()
    gone.abort()
    await expect(asking).rejects.toThrow('abort')
  }

  it.each<[string, (socket: Socket) => void]>([
    ['hangs up at once', (socket) => socket.destroy()],
    ['speaks another protocol', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['asks for a login that nobody knows', (socket) => void socket.write(message('R', int32(99)))],
    ['breaks off within a login', (socket) => void socket.write(message('R', int32()))],
    [
      'says strange things about SCRAM',
      (socket) => {
        socket.write(message('R', Buffer.concat([int32(10), Buffer.from('SCRAM-SHA-256\0\0')])))
        socket.once('data', () =>
          socket.once('data', () =>
            socket.write(message('R', Buffer.concat([int32(11), Buffer.from('r=')]))),
          ),
        )
      },
    ],
    ['answers with a row of more columns than bytes', behind(message('D', Buffer.from([0x7f, 0xff])))],
    ['answers with a row that was not asked for', behind(message('D', Buffer.from([0, 0])))],
    ['answers with columns that end early', behind(message('T', Buffer.from([0, 9, 1])))],
    ['completes what was not asked for', behind(message('C', Buffer.from('SELECT 1\0')))],
    ['is ready before it has answered', behind(message('Z', Buffer.from('I')))],
    ['starts a COPY', behind(message('G', Buffer.from([0, 0, 0])))],
    ['sends what is no message', behind(message('\u0001', Buffer.from('x')))],
    ['announces a message of 2 GiB', behind(Buffer.from([0x44, 0x7f, 0xff, 0xff, 0xff, 0]))],
  ])('%s', async (_, answer) => {
    await startStrange((socket) => {
      answer(socket)
      // What it leaves open is over some time.
      setTimeout(() => socket.destroy(), 500)
    })
    const { status, text } = await ask()
    expect([400, 500]).toContain(status)
    expect(text).not.toContain('secret-marker')
  })

  it('row 75: close() is not held up by a client that left while PostgreSQL was connecting', async () => {
    await startStrange(() => {})
    await askAndLeave()
    const connection = once([...sockets][0] as Socket, 'close')
    await local.close()
    await connection
  })

  it('row 75: nor by one that has left just before PostgreSQL refuses', async () => {
    await startStrange(() => {})
    await askAndLeave()
    const closing = local.close()
    for (const socket of sockets) socket.destroy()
    await closing
  })

  it('row 75: nor by a request that still waits for PostgreSQL', async () => {
    await startStrange(() => {})
    const asking = ask()
    await untilPostgresIsAsked()
    await local.close()
    expect(await asking).toMatchObject({
      status: 400,
      body: { message: 'Query cancelled, connection was terminated' },
    })
  })

  it('row 75: nor by a PostgreSQL that stops answering', async () => {
    await startStrange(behind())
    const asking = ask()
    await untilPostgresIsAsked()
    await local.close()
    expect((await asking).status).toBe(400)
  })
})
