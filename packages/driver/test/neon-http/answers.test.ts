import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { neon, neonConfig } from '@neondatabase/serverless'
import { trustClaims } from '@rowauth/core'
import { deriveSession, unverifiedSession } from '@rowauth/core/internal'
import { neonHttp } from '@rowauth/driver/neon-http'
import { createTestIssuer, type TestIssuer } from '@rowauth/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

/** An endpoint, or a gateway in its place, that answers as a test says. */
let answer: RequestListener
let server: Server
let issuer: TestIssuer
let url: string

beforeAll(async () => {
  issuer = await createTestIssuer()
  server = createServer((request, response) => answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sql`
  neonConfig.fetchEndpoint = () => url
})
afterEach(() => {
  neonConfig.fetchEndpoint = () => url
})
afterAll(async () => {
  await issuer?.close()
  await new Promise((resolve) => server?.close(resolve))
})

const sql = neon('postgresql://authenticated@db.example/app')
const inClaims = neonHttp(sql)
const inToken = neonHttp(sql, { mode: 'token' })
const marked = trustClaims({ sub: 'marker-"51c0"', org: 'marker-51c0' })
const statement = 'select 1 as n'

const result = (value: string) => ({
  command: 'SELECT',
  rowCount: 1,
  fields: [{ name: 'v', dataTypeID: 25 }],
  rows: [[value]],
})

async function rejection(call: Promise<unknown>): Promise<Error> {
  return await call.then(
    () => expect.unreachable(),
    (reason: unknown) => reason as Error,
  )
}

/** Everything that a logger could make of an error. */
function printed(error: unknown): string {
  if (!(error instanceof Error)) return String(JSON.stringify(error))
  const inner: unknown = Reflect.get(error, 'sourceError')
  return [error.message, error.stack, JSON.stringify(error), printed(error.cause), printed(inner)].join('\n')
}

describe('row 19: what an endpoint answers', () => {
  const echoes: [string, number, (text: string) => string][] = [
    ['a gateway’s page', 502, (text) => `<h1>Bad gateway</h1><pre>${text}</pre>`],
    ['a server error', 500, (text) => text],
    ['a page in HTML', 502, (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')],
    ['a refusal', 400, (text) => JSON.stringify({ message: `cannot serve ${text}` })],
    ['a detail of a refusal', 400, (text) => JSON.stringify({ message: 'refused', detail: text })],
  ]

  it.each(echoes)(
    '%s that quotes the request puts neither token nor claims into an error',
    async (_, status, page) => {
      answer = async (request, response) => {
        let text = `${JSON.stringify(request.headers)} `
        for await (const chunk of request) text += chunk
        response.writeHead(status).end(page(text))
      }
      const token = await issuer.token({ sub: 'marker-51c0' })
      const session = unverifiedSession(token)
      const calls = [
        () => inClaims.query(marked, statement),
        () => inClaims.batch(marked, [statement, statement]),
        () => inToken.query(session, statement),
        () => inToken.batch(session, [statement, statement]),
      ]
      for (const call of calls) {
        const text = printed(await rejection(call()))
        expect(text).not.toContain('marker-')
        expect(text).not.toContain(token.split('.')[1])
      }
    },
  )

  it.each(echoes)('%s that quotes the body alone puts no setting into an error', async (_, status, page) => {
    answer = async (request, response) => {
      let text = ''
      for await (const chunk of request) text += chunk
      response.writeHead(status).end(page(text))
    }
    const settings = { 'app.tenant_id': 'marker-"51c0"' }
    const session = deriveSession(unverifiedSession(await issuer.token()), { settings })
    for (const call of [
      () => inToken.query(session, statement),
      () => inToken.batch(session, [statement, statement]),
      () => inClaims.query(deriveSession(marked, { settings }), statement),
    ]) {
      expect(printed(await rejection(call()))).not.toContain('marker-')
    }
  })

  it('none is counted where nothing was asked: the request cannot carry the options', async () => {
    const roundTrips: number[] = []
    const observed = inClaims.observedBy((event) => roundTrips.push(event.roundTrips))
    const call = observed.batch(marked, [statement], { accessMode: 'read write' })
    await expect(call).rejects.toMatchObject({ code: 'unsupported' })
    expect(roundTrips).toEqual([0])
  })

  it('what quotes nothing reaches the caller as it is', async () => {
    answer = (request, response) => {
      request.resume()
      response.writeHead(503).end('down for maintenance')
    }
    expect((await rejection(inClaims.query(marked, statement))).message).toContain('down for maintenance')
  })

  it('a lost connection, a closed port and an answer that is none reject without a word of either', async () => {
    const token = await issuer.token({ sub: 'marker-51c0' })
    const listeners: RequestListener[] = [
      (request) => request.socket.destroy(),
      (_, response) => response.writeHead(200).end('<html>'),
      (_, response) => response.writeHead(400).end('<html>'),
    ]
    const failures: Error[] = []
    const fail = async () => {
      failures.push(await rejection(inClaims.query(marked, statement)))
      failures.push(await rejection(inToken.batch(unverifiedSession(token), [statement])))
    }
    for (const listener of listeners) {
      answer = listener
      await fail()
    }
    neonConfig.fetchEndpoint = () => 'http://127.0.0.1:1/sql'
    await fail()
    expect(failures).toHaveLength(8)
    for (const failure of failures) {
      expect(printed(failure)).not.toMatch(/marker-51c0/)
      expect(printed(failure)).not.toContain(token.split('.')[1])
    }
  })
})

describe('results', () => {
  const results = (...values: string[]): RequestListener => {
    return (request, response) => {
      request.resume()
      response.writeHead(200).end(JSON.stringify({ results: values.map(result) }))
    }
  }

  it('that are fewer or more than the statements are nobody’s', async () => {
    const session = unverifiedSession(await issuer.token({ sub: 'alice' }))
    answer = results('of the first', 'of the second')
    await expect(inClaims.batch(marked, [statement, statement])).rejects.toThrow('results')
    await expect(inToken.batch(session, [statement])).rejects.toThrow('results')
    await expect(inToken.batch(session, [statement, statement, statement])).rejects.toThrow('results')
    answer = results('of the claims')
    await expect(inClaims.query(marked, statement)).rejects.toThrow('results')
    answer = results('of the claims', 'mine')
    expect((await inClaims.query(marked, statement)).rows).toEqual([{ v: 'mine' }])
  })
})

describe('what the client was made with', () => {
  it('its own token, array mode and short results give way to what a call needs', async () => {
    const seen: (string | undefined)[] = []
    answer = (request, response) => {
      seen.push(request.headers.authorization)
      let text = ''
      request.on('data', (chunk) => {
        text += chunk
      })
      request.on('end', () => {
        const { queries } = JSON.parse(text) as { queries?: unknown[] }
        const body = queries ? { results: queries.map((_, n) => result(`${n}`)) } : result('0')
        response.writeHead(200).end(JSON.stringify(body))
      })
    }
    const [own, ofAlice] = [await issuer.token({ sub: 'server' }), await issuer.token({ sub: 'alice' })]
    const made = neon('postgresql://authenticated@db.example/app', {
      authToken: own,
      arrayMode: true,
      fullResults: false,
    })
    const driver = neonHttp(made, { mode: 'token' })
    const session = unverifiedSession(ofAlice)
    expect(await driver.query(session, statement)).toMatchObject({ command: 'SELECT', rows: [{ v: '0' }] })
    const array = { text: statement, rowMode: 'array' }
    const types = { getTypeParser: () => (value: string) => `<${value}>` }
    const mixed = await driver.batch(session, [statement, array, { text: statement, types }])
    expect(mixed.map(({ rows }) => rows)).toEqual([[{ v: '0' }], [['1']], [{ v: '<2>' }]])
    expect(seen).toEqual([`Bearer ${ofAlice}`, `Bearer ${ofAlice}`])
    const claimed = await neonHttp(made).batch(trustClaims({ sub: 'a' }), [
      array,
      { text: statement, types },
      statement,
    ])
    expect(claimed.map(({ rows }) => rows)).toEqual([[['1']], [{ v: '<2>' }], [{ v: '3' }]])
  })

  it('no call without a token falls back on the token of the client', async () => {
    answer = () => expect.unreachable()
    const made = neon('postgresql://authenticated@db.example/app', { authToken: await issuer.token() })
    const driver = neonHttp(made, { mode: 'token' })
    for (const call of [
      () => driver.query(marked, statement),
      () => driver.batch(marked, [statement]),
      () => driver.batch(marked, []),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'token_missing' })
    }
  })

  it('3,000 statements keep their order, array modes and parameters', async () => {
    answer = async (request, response) => {
      let text = ''
      for await (const chunk of request) text += chunk
      const { queries } = JSON.parse(text) as { queries: { params: string[] }[] }
      response
        .writeHead(200)
        .end(JSON.stringify({ results: queries.map(({ params }) => result(params[0] ?? '')) }))
    }
    const session = unverifiedSession(await issuer.token({ sub: 'alice' }))
    const statements = Array.from({ length: 3000 }, (_, n) => ({
      text: 'select $1 as v',
      values: [`${n}`],
      ...(n % 2 ? { rowMode: 'array' } : {}),
    }))
    const expected = statements.map(({ values }, n) => (n % 2 ? [values] : [{ v: values[0] }]))
    for (const run of [inToken.batch(session, statements), inClaims.batch(marked, statements)]) {
      expect((await run).map(({ rows }) => rows)).toEqual(expected)
    }
  })
})
