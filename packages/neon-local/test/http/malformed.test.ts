import { describe, expect, it } from 'vitest'
import { fixture, token } from '../file-fixture.js'
import { errorBody, send } from '../request.js'

const select = { query: 'select 1' }

describe('malformed headers are refused with 400 and the stated message', () => {
  const connection = (value: string | undefined) => ({ 'Neon-Connection-String': value })
  it.each<[string, Record<string, string | undefined>, string]>([
    ['no connection string', connection(undefined), 'invalid header: neon-connection-string'],
    [
      'one beyond ASCII',
      connection('postgres://\u00fc@localtest/db'),
      'invalid header: neon-connection-string',
    ],
    ['one that is no URL', connection('localtest'), 'invalid connection string: not an absolute URL'],
    ['an empty one', connection(''), 'invalid connection string: not an absolute URL'],
    ['another scheme', connection('mysql://authenticated@localtest/db'), 'incorrect scheme'],
    ['no database', connection('postgres://authenticated@localtest'), 'missing database name'],
    [
      'a database name that is too long',
      connection(`postgres://authenticated@localtest/${'x'.repeat(1001)}`),
      'invalid database name: it is too long',
    ],
    [
      'a username that is too long in UTF-8',
      connection(`postgres://${encodeURIComponent('é'.repeat(501))}@localtest/db`),
      'invalid username: it is too long',
    ],
    ['a path that is none', connection('postgres:authenticated'), 'missing database name'],
    ['no user', connection('postgres://localtest/db'), 'missing username'],
    [
      'a user that is no UTF-8',
      connection('postgres://%ff@localtest/db'),
      'invalid username: invalid utf-8 sequence',
    ],
    ['an IPv4 host', connection('postgres://authenticated@127.0.0.1/db'), 'missing hostname'],
    ['an IPv6 host', connection('postgres://authenticated@[::1]/db'), 'missing hostname'],
    [
      'an unknown isolation level',
      { 'Neon-Batch-Isolation-Level': 'serializable' },
      'invalid isolation level',
    ],
    ['an empty isolation level', { 'Neon-Batch-Isolation-Level': '' }, 'invalid isolation level'],
    [
      'a scheme in lower case',
      { Authorization: 'bearer x' },
      'missing authentication credentials: required authorization bearer token in JWT format',
    ],
    [
      'another scheme of authorization',
      { Authorization: 'Basic YWxpY2U6c2VjcmV0' },
      'missing authentication credentials: required authorization bearer token in JWT format',
    ],
    [
      'a scheme without a token',
      { Authorization: 'Bearer ' },
      'missing authentication credentials: required authorization bearer token in JWT format',
    ],
    ['an authorization beyond ASCII', { Authorization: 'Bearer \u00fc' }, 'invalid header: authorization'],
    [
      'neither token nor password for a role of tokens',
      { Authorization: undefined },
      'missing authentication credentials: required authorization bearer token in JWT format',
    ],
    [
      'neither token nor password for somebody else',
      { Authorization: undefined, ...connection('postgres://somebody@localtest/db') },
      'missing authentication credentials: required password',
    ],
  ])('%s', async (_, headers, message) => {
    const answer = await send(fixture, { token, headers, body: select })
    expect(answer.body).toEqual(errorBody({ message }))
    expect(answer.status).toBe(400)
  })

  it('a token where no provider is configured', async () => {
    const local = await fixture.start({ providers: [] })
    const answer = await send(fixture, { url: local.url, token, body: select })
    expect(answer.status).toBe(400)
    expect(answer.body.message).toBe('missing authentication credentials: required password')
  })

  it.each(['TRUE', 'True', '1', 'yes', ' true,true', ''])(
    'only the literal true is true, not "%s"',
    async (value) => {
      const headers = {
        'Neon-Raw-Text-Output': value,
        'Neon-Array-Mode': value,
        'Neon-Batch-Read-Only': value,
      }
      const body = {
        queries: [{ query: "select 1 as one, current_setting('transaction_read_only') as read_only" }],
      }
      const answer = await send(fixture, { token, headers, body })
      expect(answer.body.results[0]?.rows).toEqual([{ one: 1, read_only: 'off' }])
      expect(answer.headers.has('neon-batch-read-only')).toBe(false)
    },
  )
})

describe('malformed bodies are refused with 400 and the stated message', () => {
  const untagged = 'data did not match any variant of untagged enum Payload'
  it.each<[string, unknown, string]>([
    ['nothing', '', 'it is not JSON in UTF-8'],
    ['no JSON', 'select 1', 'it is not JSON in UTF-8'],
    ['half of it', '{"query": "select 1"', 'it is not JSON in UTF-8'],
    ['two of them', '{"query":"select 1"}{"query":"select 1"}', 'it is not JSON in UTF-8'],
    ['no UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 'it is not JSON in UTF-8'],
    ['null', 'null', untagged],
    ['a text', '"select 1"', untagged],
    ['a list', '[]', untagged],
    ['an empty object', {}, untagged],
    ['a query that is a number', { query: 1 }, untagged],
    ['a query that is a number written at length', '{"query": 1.0}', untagged],
    ['a query that is null', { query: null }, untagged],
    ['parameters that are no list', { query: 'select 1', params: {} }, untagged],
    ['parameters that are null', { query: 'select 1', params: null }, untagged],
    ['an array mode that is a text', { query: 'select 1', arrayMode: 'true' }, untagged],
    ['queries that are no list', { queries: select }, untagged],
    ['a batch with something else in it', { queries: [select, 'select 1'] }, untagged],
    ['a batch with a batch in it', { queries: [{ queries: [select] }] }, untagged],
    [
      'a batch with a malformed query in it',
      { queries: [select, { query: 'select 1', params: 1 }] },
      untagged,
    ],
    ['U+0000 in a query', { query: 'select 1\u0000; select 2' }, 'a query holds U+0000'],
    ['a lone surrogate in a query', '{"query": "select \'\\ud800\'"}', 'a string holds a lone surrogate'],
    [
      'a lone surrogate in a parameter',
      '{"query": "select $1", "params": ["\\udc00"]}',
      'a string holds a lone surrogate',
    ],
    [
      'a lone surrogate inside of an array',
      '{"query": "select $1", "params": [["\\udc00"]]}',
      'a string holds a lone surrogate',
    ],
    [
      'more parameters than Bind can count',
      { query: 'select 1', params: Array.from({ length: 65_536 }, () => 1) },
      'a query takes at most 65535 parameters',
    ],
  ])('%s', async (_, body, reason) => {
    const answer = await send(fixture, { token, body })
    expect(answer.body).toEqual(errorBody({ message: `could not parse the HTTP request body: ${reason}` }))
    expect(answer.status).toBe(400)
  })

  it('no message repeats what was sent', async () => {
    const marker = 'marker-of-a-secret'
    for (const body of [`{"query": ${marker}}`, { queries: [{ query: 'select 1', params: marker }] }]) {
      expect((await send(fixture, { token, body })).text).not.toContain(marker)
    }
  })
})

describe('other requests', () => {
  it.each([
    ['GET', '/sql'],
    ['PUT', '/sql'],
    ['POST', '/'],
    ['POST', '/sql/'],
    ['OPTIONS', '/'],
    ['POST', '//'],
    ['POST', '/%00%'],
  ])('%s %s is not supported', async (method, path) => {
    const answer = await send(fixture, { url: new URL(fixture.local.url).origin + path, method, token })
    expect(answer.status).toBe(400)
    expect(answer.body.message).toBe('query is not supported')
  })

  it('a preflight allows every header of the protocol', async () => {
    const answer = await send(fixture, { method: 'OPTIONS', headers: { Origin: 'http://localhost:3000' } })
    expect(answer.status).toBe(200)
    expect(answer.text).toBe('')
    expect(answer.headers.get('access-control-allow-origin')).toBe('http://localhost:3000')
    expect(answer.headers.get('allow')).toBe('OPTIONS, POST')
    expect(answer.headers.get('access-control-max-age')).toBe('86400')
    expect(answer.headers.get('access-control-allow-headers')?.split(', ').sort()).toEqual([
      'Authorization',
      'Neon-Array-Mode',
      'Neon-Batch-Deferrable',
      'Neon-Batch-Isolation-Level',
      'Neon-Batch-Read-Only',
      'Neon-Connection-String',
      'Neon-Pool-Opt-In',
      'Neon-Raw-Text-Output',
    ])
  })
})
