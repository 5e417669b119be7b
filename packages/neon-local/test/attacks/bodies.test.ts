import { describe, expect, it } from 'vitest'
import { fixture, token } from '../file-fixture.js'
import { send } from '../request.js'

const numbers = `{"query": "select 1", "params": [${'1.0,'.repeat(2_600_000)}1.0]}`

describe('row 77: nothing of a body is parsed for', () => {
  it.each<[string, () => Promise<Parameters<typeof send>[1]>]>([
    ['nobody', async () => ({})],
    ['a forged token', async () => ({ token: `${token.slice(0, -8)}AAAAAAAA` })],
    ['an expired token', async () => ({ token: await fixture.issuer.token({ sub: 'alice', exp: 1 }) })],
    ['a wrong password', async () => ({ ...fixture.login, password: 'wrong' })],
    ['another user', async () => ({ user: 'postgres', password: 'x' })],
  ])('%s', async (_, credentials) => {
    const request = await credentials()
    const well = await send(fixture, { ...request, body: { query: 'select 1' } })
    expect(well.status).toBe(400)
    for (const body of ['no JSON', numbers]) {
      const answer = await send(fixture, { ...request, body })
      expect([answer.status, answer.body]).toEqual([400, well.body])
    }
  })
})

describe('row 77: a body of 10 MB costs no more than its length', () => {
  it('numbers that are written at length', async () => {
    const { body } = await send(fixture, { token, body: numbers })
    expect(body.message).toContain('a query takes at most 65535 parameters')
  })

  it('such numbers in an array', async () => {
    const body = `{"query": "select cardinality($1::numeric[]) as n", "params": [[${'1.0,'.repeat(500_000)}1.0]]}`
    expect((await send(fixture, { token, body })).body.rows).toEqual([{ n: 500_001 }])
  })

  it.each<[string, string]>([
    ['open arrays', '['.repeat(5_000_000)],
    ['nested arrays', '['.repeat(2_500_000) + ']'.repeat(2_500_000)],
    ['nested objects', '{"a":'.repeat(1_000_000)],
    ['nested parameters', `{"query":"","params":[${'['.repeat(2_000_000)}${']'.repeat(2_000_000)}]}`],
    ['an open string', `{"query":"${'x'.repeat(5_000_000)}`],
    ['backslashes', `{"query":"${'\\'.repeat(5_000_000)}`],
    ['quotes in an open string', `{"query":"${'\\"'.repeat(2_500_000)}`],
    ['an open number', `{"query":${'1'.repeat(5_000_000)}`],
    ['an exponent', `{"query":1${'e1'.repeat(2_500_000)}`],
    ['blanks', `{"query":${' '.repeat(5_000_000)}`],
    ['commas', ','.repeat(5_000_000)],
    ['members without a value', `{${'"a",'.repeat(1_000_000)}}`],
  ])('%s', async (_, body) => {
    const answer = await send(fixture, { token, body })
    expect(answer.status).toBe(400)
    expect(answer.body.message).toBe('could not parse the HTTP request body: it is not JSON in UTF-8')
  })

  it.each<[string, string]>([
    ['of a comment', `/*${'*'.repeat(3_000_000)}`],
    ['of line comments', '--\n'.repeat(1_000_000)],
    ['of semicolons', ';'.repeat(3_000_000)],
    ['of parentheses', '('.repeat(3_000_000)],
  ])('a query %s', async (_, query) => {
    const answer = await send(fixture, { token, body: { query } })
    expect([200, 400]).toContain(answer.status)
  })

  it('statements without end', async () => {
    const answer = await send(fixture, {
      token,
      body: `{"queries":[${'{"query":""},'.repeat(400_000)}{"query":""}]}`,
    })
    expect(answer.body.message).toContain('a batch takes at most 10000 queries')
    expect((await send(fixture, { token, body: { query: 'select 1' } })).status).toBe(200)
  })
})

describe('row 77: names mean nothing', () => {
  it('that JavaScript gives a meaning to', async () => {
    for (const body of [
      '{"__proto__": {"query": "select 1"}}',
      '{"constructor": {"prototype": {"query": "select 1"}}}',
      '{"queries": {"length": 1, "0": {"query": "select 1"}}}',
    ]) {
      expect((await send(fixture, { token, body })).status).toBe(400)
    }
    expect({}).not.toHaveProperty('query')
  })

  it('and arrive as they are', async () => {
    const text = '{"__proto__":{"constructor":1},"toString":null,"a":1.0,"":[]}'
    const body = `{"query": "select $1::text as text", "params": [${text}], "__proto__": null}`
    expect((await send(fixture, { token, body })).body.rows).toEqual([{ text }])
  })

  it('the last of two of a name counts', async () => {
    const body = '{"query": "select 1 as n", "query": "select 2 as n"}'
    expect((await send(fixture, { token, body })).body.rows).toEqual([{ n: 2 }])
  })

  it('as names of columns they are names', async () => {
    const query = 'select 1 as "__proto__", 2 as "constructor", 3 as "a""b", 4 as "\\"'
    const answer = await send(fixture, { token, body: { query } })
    expect(answer.text).toContain('"rows":[{"__proto__":1,"constructor":2,"a\\"b":3,"\\\\":4}]')
  })
})
