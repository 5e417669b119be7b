import { describe, expect, it } from 'vitest'
import { fixture, token } from '../file-fixture.js'
import { errorBody, send, type TestRequest } from '../request.js'

const asUser = (request: TestRequest) => send(fixture, { token, ...request })
const asLogin = (request: TestRequest) => send(fixture, { ...fixture.login, ...request })

describe.each([
  ['with a token', asUser],
  ['with a password', asLogin],
])('%s', (_, call) => {
  it('a result has the shape that the client expects', async () => {
    const body = {
      query: "select 1::int as n, 'x'::varchar(5) as t union all select 2, null::varchar(5) order by 1",
    }
    const answer = await call({ body })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(answer.body).toEqual({
      fields: [
        {
          name: 'n',
          dataTypeID: 23,
          tableID: 0,
          columnID: 0,
          dataTypeSize: 4,
          dataTypeModifier: -1,
          format: 'text',
        },
        {
          name: 't',
          dataTypeID: 1043,
          tableID: 0,
          columnID: 0,
          dataTypeSize: -1,
          dataTypeModifier: 9,
          format: 'text',
        },
      ],
      rows: [
        { n: 1, t: 'x' },
        { n: 2, t: null },
      ],
      command: 'SELECT',
      rowCount: 2,
      rowAsArray: false,
    })
  })

  it('raw text output leaves every value as PostgreSQL writes it', async () => {
    const body = {
      query: "select 1 as n, true as b, '{1,2}'::int[] as a, '{\"k\": 1}'::jsonb as j, null as x",
    }
    const answer = await call({ body, headers: { 'Neon-Raw-Text-Output': 'true' } })
    expect(answer.body.rows).toEqual([{ n: '1', b: 't', a: '{1,2}', j: '{"k": 1}', x: null }])
  })

  it('the header asks for rows as arrays, and a query may say otherwise', async () => {
    const headers = { 'Neon-Array-Mode': 'true' }
    const query = 'select 1 as a, 2 as a'
    expect((await call({ body: { query }, headers })).body).toMatchObject({
      rows: [[1, 2]],
      rowAsArray: true,
    })
    expect((await call({ body: { query, arrayMode: false }, headers })).body).toMatchObject({
      rows: [{ a: 2 }],
      rowAsArray: false,
    })
    expect((await call({ body: { query, arrayMode: true } })).body).toMatchObject({
      rows: [[1, 2]],
      rowAsArray: true,
    })
    const queries = [{ query }, { query, arrayMode: false }, { query, arrayMode: null }]
    const { results } = (await call({ body: { queries }, headers })).body
    expect(results.map(({ rowAsArray }) => rowAsArray)).toEqual([true, false, true])
  })

  it.each<[unknown, string | null]>([
    [null, null],
    ['as "it" is', 'as "it" is'],
    ['', ''],
    [true, 'true'],
    [1, '1'],
    [{ a: [1, null], b: 'x' }, '{"a":[1,null],"b":"x"}'],
    [[], '{}'],
    [[1, null, true, 'a"b\\c', 'NULL', ''], '{1,NULL,true,"a\\"b\\\\c","NULL",""}'],
    [
      [
        [1, 2],
        [3, null],
      ],
      '{{1,2},{3,NULL}}',
    ],
    [[{ a: 'x"y' }], '{"{\\"a\\":\\"x\\\\\\"y\\"}"}'],
    [['two\nlines'], '{"two\nlines"}'],
  ])('the parameter %j becomes text', async (value, text) => {
    const answer = await call({ body: { query: 'select $1::text as value', params: [value] } })
    expect(answer.body.rows).toEqual([{ value: text }])
  })

  it.each([
    ['9007199254740993', '9007199254740993'],
    ['1.0', '1.0'],
    ['-1e3', '-1e3'],
    ['[18446744073709551615, {"n": 1.10}]', '{18446744073709551615,"{\\"n\\":1.10}"}'],
    ['{"12345678901234567890": 12345678901234567890}', '{"12345678901234567890":12345678901234567890}'],
  ])('the number in %s arrives as it was written', async (json, text) => {
    const answer = await call({ body: `{"query": "select $1::text as value", "params": [${json}]}` })
    expect(answer.body.rows).toEqual([{ value: text }])
  })

  it('several statements in one text are refused: it is always the extended protocol', async () => {
    const answer = await call({ body: { query: 'select 1; select 2' } })
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ code: '42601', severity: 'ERROR', routine: expect.any(String) })
  })

  it('an empty statement has an empty answer', async () => {
    const answer = await call({ body: { query: '' } })
    expect(answer.body).toEqual({ fields: [], rows: [], command: '', rowCount: null, rowAsArray: false })
  })

  it('an error of PostgreSQL arrives with all its fields', async () => {
    const query =
      "do $$ begin raise exception 'no' using errcode = 'ZZ123', detail = 'd', hint = 'h', table = 't', column = 'c', schema = 's', datatype = 'dt', constraint = 'k'; end $$"
    const answer = await call({ body: { query } })
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual(
      errorBody({
        message: 'no',
        code: 'ZZ123',
        severity: 'ERROR',
        detail: 'd',
        hint: 'h',
        table: 't',
        column: 'c',
        schema: 's',
        dataType: 'dt',
        constraint: 'k',
        where: expect.stringContaining('PL/pgSQL'),
        file: 'pl_exec.c',
        line: expect.stringMatching(/^\d+$/),
        routine: 'exec_stmt_raise',
      }),
    )
  })

  it('the place of an error is told as text', async () => {
    expect((await call({ body: { query: 'select nope' } })).body).toMatchObject({
      code: '42703',
      position: '8',
    })
    const inner = await call({ body: { query: 'do $$ begin perform nope; end $$' } })
    expect(inner.body).toMatchObject({ code: '42703', position: null, internalPosition: '8' })
    expect(inner.body.internalQuery).toContain('nope')
  })

  it('an error about a parameter does not come as an error of the endpoint', async () => {
    const wrong = await call({ body: { query: 'select $1::int', params: ['x'] } })
    expect(wrong.body).toMatchObject({ code: '22P02' })
    const missing = await call({ body: { query: 'select $1::int' } })
    expect(missing.body).toMatchObject({ code: '08P01' })
    const zero = await call({ body: { query: 'select $1::text', params: ['a\u0000b'] } })
    expect(zero.body).toMatchObject({ code: '22021' })
  })

  it('a batch is one transaction, in order', async () => {
    const queries = [
      { query: 'select pg_current_xact_id()::text as id' },
      { query: 'select pg_current_xact_id()::text as id' },
      { query: 'select $1::int as n', params: [3] },
    ]
    const { status, body } = await call({ body: { queries } })
    expect(status).toBe(200)
    expect(Object.keys(body)).toEqual(['results'])
    expect(body.results[0]?.rows).toEqual(body.results[1]?.rows)
    expect(body.results[2]?.rows).toEqual([{ n: 3 }])
  })

  it('an empty batch has no results', async () => {
    expect((await call({ body: { queries: [] } })).body).toEqual({ results: [] })
  })

  it.each([
    ['ReadUncommitted', 'read uncommitted'],
    ['ReadCommitted', 'read committed'],
    ['RepeatableRead', 'repeatable read'],
    ['Serializable', 'serializable'],
  ])('the headers of a batch open its transaction: %s', async (level, setting) => {
    const query = `select current_setting('transaction_isolation') as level,
      current_setting('transaction_read_only') as read_only,
      current_setting('transaction_deferrable') as deferrable`
    const headers = {
      'Neon-Batch-Isolation-Level': level,
      'Neon-Batch-Read-Only': 'true',
      'Neon-Batch-Deferrable': 'true',
    }
    const answer = await call({ body: { queries: [{ query }] }, headers })
    expect(answer.body.results[0]?.rows).toEqual([{ level: setting, read_only: 'on', deferrable: 'on' }])
    expect(answer.headers.get('neon-batch-isolation-level')).toBe(level)
    expect(answer.headers.get('neon-batch-read-only')).toBe('true')
    expect(answer.headers.get('neon-batch-deferrable')).toBe('true')
  })

  it('the headers of a batch mean nothing to a single query, but must be valid', async () => {
    const query = "select current_setting('transaction_isolation') as level"
    const headers = { 'Neon-Batch-Isolation-Level': 'Serializable' }
    const answer = await call({ body: { query }, headers })
    expect(answer.body.rows).toEqual([{ level: 'read committed' }])
    expect(answer.headers.has('neon-batch-isolation-level')).toBe(false)
  })
})

it('an error in a batch rolls all of it back', async () => {
  const insert = (text: string) => ({ query: 'insert into notes (body) values ($1)', params: [text] })
  const answer = await asUser({ body: { queries: [insert('kept?'), insert('secret')] } })
  expect(answer.body).toMatchObject({ code: '23514', constraint: 'no_secrets', table: 'notes' })
  const left = await asUser({ body: { query: "select 1 from notes where body = 'kept?'" } })
  expect(left.body.rows).toEqual([])
})

it('what a statement has done is reported', async () => {
  const call = async (query: string) => (await asUser({ body: { query } })).body
  expect(await call("insert into notes (body) values ('x'), ('y')")).toMatchObject({
    command: 'INSERT',
    rowCount: 2,
  })
  expect(await call("update notes set body = 'z' where body = 'x'")).toMatchObject({
    command: 'UPDATE',
    rowCount: 1,
  })
  expect(await call("delete from notes where body in ('y', 'z')")).toMatchObject({
    command: 'DELETE',
    rowCount: 2,
  })
  const { rows, fields } = await call("insert into notes (body) values ('w') returning body")
  expect(rows).toEqual([{ body: 'w' }])
  expect(fields[0]).toMatchObject({ name: 'body', columnID: 3, tableID: expect.any(Number) })
  expect(fields[0]?.tableID).toBeGreaterThan(0)
})

it('a statement that would end the transaction of the claims is refused with 400', async () => {
  for (const query of ['begin', 'commit', 'rollback', 'set role authenticated', 'discard all']) {
    const answer = await asUser({ body: { query } })
    expect(answer.status, query).toBe(400)
    expect(answer.body).toMatchObject({
      code: '0A000',
      severity: 'ERROR',
      message: expect.stringContaining(query.split(' ')[0] ?? ''),
    })
  }
})
