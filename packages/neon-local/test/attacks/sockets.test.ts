import type { IncomingMessage } from 'node:http'
import type { NeonLocal } from '@rowauth/neon-local'
import { beforeEach, describe, expect, it } from 'vitest'
import { HttpServer } from '../../src/http/http-server.js'
import { readBody } from '../../src/http/request-body.js'
import { fixture, token } from '../file-fixture.js'
import { openRawClient, rawRequest } from './raw-client.js'

let local: NeonLocal

beforeEach(async () => {
  local = await fixture.start()
  return () => local.close()
})

const open = (text?: string) => openRawClient(local.url, text)
const credentials = () => [
  'Host: localhost',
  `Neon-Connection-String: ${fixture.connectionString()}`,
  `Authorization: Bearer ${token}`,
]
const select = (n: number) =>
  rawRequest({ headers: credentials(), body: JSON.stringify({ query: `select 'number ${n}' as text` }) })
const half = (text: string) => text.slice(0, -5)

/** It still answers, and the socket with it. */
async function expectService() {
  const client = await open(select(1))
  expect(await client.until(/number 1"/)).toMatch(/^HTTP\/1\.1 200 /)
  client.socket.destroy()
}

describe('row 75: close() ends with a socket open that', () => {
  it.each<[string, () => string]>([
    ['has sent nothing', () => ''],
    ['has sent half a line', () => 'POST /sq'],
    ['has sent half a head', () => 'POST /sql HTTP/1.1\r\nHost: localhost\r\n'],
    ['has sent half a body', () => half(select(1))],
    ['has sent half a body without credentials', () => half(rawRequest({ body: '{"query": "select 1"}' }))],
    [
      'has sent half a chunk',
      () =>
        ['POST /sql HTTP/1.1', ...credentials(), 'Transfer-Encoding: chunked', '', 'ffff', 'x'].join('\r\n'),
    ],
    ['has been answered', () => select(1)],
    [
      'reads no answer',
      () => rawRequest({ headers: credentials(), body: '{"query": "select repeat(\'x\', 10000000)"}' }),
    ],
  ])('%s', async (state, text) => {
    const client = await open()
    if (state === 'reads no answer') client.socket.pause()
    client.socket.write(text())
    if (state === 'has been answered') await client.until(/number 1"/)
    // What was sent has been seen when a later connection is answered.
    await expectService()
    await local.close()
    client.socket.resume()
    await client.closed
  })
})

describe('row 76: a client that takes its time', () => {
  it('is cut off, whatever it has sent so far', async () => {
    const limits = {
      headersTimeout: 300,
      requestTimeout: 600,
      connectionsCheckingInterval: 100,
      keepAliveTimeout: 300,
    }
    const access = { hosts: new Set<string>(), origins: new Set<string>() }
    const answer = async (request: IncomingMessage) => ({
      body: String(await readBody(request)),
      headers: {},
    })
    const server = new HttpServer(answer, access, limits)
    const url = await server.listen(0, '127.0.0.1')
    const answered = rawRequest({ body: 'number 1' })
    const texts = ['', 'POST /sql HTTP/1.1\r\nHost: localhost\r\n', half(answered), answered]
    const clients = await Promise.all(texts.map((text) => openRawClient(url, text)))
    // A header at a time, for ever.
    const dripping = await openRawClient(url, 'POST /sql HTTP/1.1\r\n')
    const drip = setInterval(() => dripping.socket.write('X: x\r\n'), 100)
    await Promise.all([...clients, dripping].map(({ closed }) => closed))
    clearInterval(drip)
    await server.close(0)
  })
})

describe('row 76: a client that sends too much', () => {
  it('of one header', async () => {
    const client = await open(`POST /sql HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(300_000)}\r\n\r\n`)
    await client.closed
    expect(client.received()).toMatch(/^HTTP\/1\.1 431 /)
    await expectService()
  })

  it('of many headers', async () => {
    const client = await open(
      `POST /sql HTTP/1.1\r\nHost: localhost\r\n${'X: xxxxx\r\n'.repeat(100_000)}\r\n`,
    )
    await client.closed
    expect(client.received()).toMatch(/^HTTP\/1\.1 431 /)
    await expectService()
  })

  it('of requests before the first is answered', async () => {
    const client = await open(select(1).repeat(10_000))
    await client.closed
    expect(client.received().match(/HTTP\/1\.1 200/g)?.length ?? 0).toBeLessThan(20)
    await expectService()
  })
})

describe('row 76: what can be read in two ways', () => {
  it.each<[string, (headers: string[]) => string[]]>([
    ['two hosts', (headers) => ['Host: localhost', ...headers]],
    ['two origins', (headers) => [...headers, 'Origin: http://localhost', 'Origin: http://localhost']],
    ['two connection strings', (headers) => [...headers, 'Neon-Connection-String: postgres://a@b/c']],
    ['two tokens', (headers) => [...headers, 'Authorization: Bearer x']],
    ['two lengths', (headers) => [...headers, 'Content-Length: 5']],
    ['a length and chunks', (headers) => [...headers, 'Transfer-Encoding: chunked']],
    ['a header on two lines', (headers) => [...headers, 'X: x', ' y']],
    ['a header without a colon', (headers) => [...headers, 'X']],
    ['U+0000 in a header', (headers) => [...headers, 'X: \u0000']],
    ['a lone line feed in a header', (headers) => [...headers, 'X: x\nOrigin: https://evil.example']],
  ])('%s', async (_, change) => {
    const client = await open(
      rawRequest({ headers: change(credentials()), body: '{"query": "select 1 as one"}' }),
    )
    const text = await client.until(/\r\n\r\n/)
    expect(text).toMatch(/^HTTP\/1\.1 40[03] /)
    expect(text).not.toContain('"one"')
    client.socket.destroy()
    await expectService()
  })
})

describe('a connection that is kept', () => {
  it('gives each of several requests at once its own answer, in order', async () => {
    const client = await open(select(1) + select(2) + rawRequest({}) + select(3))
    const text = await client.until(/number 3"/)
    expect(text.match(/HTTP\/1\.1 \d+|number \d/g)).toEqual([
      'HTTP/1.1 200',
      'number 1',
      'HTTP/1.1 200',
      'number 2',
      'HTTP/1.1 400',
      'HTTP/1.1 200',
      'number 3',
    ])
    client.socket.destroy()
  })

  it('goes on behind an error with a body', async () => {
    const client = await open()
    const body = 'x'.repeat(1_000_000)
    client.socket.write(rawRequest({ body }) + rawRequest({ headers: credentials(), body }) + select(2))
    const text = await client.until(/number 2"/)
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400', 'HTTP/1.1 400', 'HTTP/1.1 200'])
    client.socket.destroy()
  })

  it('answers an upgrade, a tunnel and an expectation, and goes on', async () => {
    for (const extra of [
      'Connection: Upgrade\r\nUpgrade: h2c',
      'Expect: 100-continue',
      'Expect: something',
    ]) {
      const client = await open(rawRequest({ headers: ['Host: localhost', extra], body: 'x' }))
      expect(await client.until(/ 4\d\d /)).toMatch(/HTTP\/1\.1 4(00|04|17) /)
      client.socket.destroy()
    }
    const tunnel = await open('CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await tunnel.closed
    await expectService()
  })
})
