import { nodePostgres } from '@rowauth/driver/node-postgres'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { alice, bob, type Fixture, startFixture } from '../../fixture.js'

let fixture: Fixture
let pool: pg.Pool
let driver: ReturnType<typeof nodePostgres>
beforeAll(async () => {
  fixture = await startFixture()
  await fixture.owner.query('grant select, insert, update, delete on todos to public')
  await fixture.owner.query('alter table todos disable row level security')
})
afterAll(() => fixture?.close())
beforeEach(() => {
  pool = fixture.pool({ max: 1 })
  driver = nodePostgres(pool)
  return () => pool.end()
})

describe('a result is what pg makes of the same statement', () => {
  const row = { text: "select 1 as a, 'x' as b, null as c, now() > '2000-01-01' as d, 1 as a", values: [] }
  it.each([
    ['rows', row],
    ['text alone', row.text],
    ['arrays', { ...row, rowMode: 'array' }],
    ['own types', { ...row, types: { getTypeParser: () => (text: string) => `<${text}>` } }],
    ['binary', { ...row, binary: true }],
    ['no row', 'select 1 where false'],
    ['many rows', 'select n from generate_series(1, 5000) n'],
    ['update', { text: "update todos set title = title where title like 'a%'" }],
    ['returning', "update todos set title = title where title = 'a1' returning title"],
    ['no text', ''],
    ['a comment', '-- nothing'],
    ['explain', 'explain (costs off) select 1'],
    ['show', 'show server_encoding'],
    ['array and json', `select array[1, 2] as list, '{"a": [1]}'::jsonb as json`],
    ['bytes', { text: 'select $1::bytea as bytes', values: [Buffer.from([0, 1, 255])] }],
    ['date', { text: 'select $1::timestamptz as date', values: [new Date(0)] }],
    ['no value', { text: 'select $1::text as value', values: [undefined] }],
  ])('%s', async (_, statement) => {
    const expected = await pool.query(statement as pg.QueryConfig)
    const pick = ({ command, rowCount, rows, fields, oid }: Awaited<ReturnType<typeof driver.query>>) => ({
      ...{ command, rowCount, rows, oid },
      fields: fields.map(({ name, dataTypeID }) => ({ name, dataTypeID })),
    })
    const same = pick(expected)
    expect(pick(await driver.query(alice, statement))).toEqual(same)
    expect(pick(await driver.query(alice, statement))).toEqual(same)
    for (const result of await driver.batch(alice, [statement, statement])) expect(pick(result)).toEqual(same)
    expect(pick(await driver.transaction(alice, (tx) => tx.query(statement)))).toEqual(same)
  })

  it('of a client with binary: true', async () => {
    const binary = fixture.pool({ max: 1, binary: true } as pg.PoolConfig)
    const text = 'select 7::int as n, $1::text as word'
    const { rows } = await nodePostgres(binary).query(alice, { text, values: ['x'] })
    expect(rows).toEqual((await binary.query(text, ['x'])).rows)
  })

  it('of a client with types of its own', async () => {
    const client = await fixture.client()
    client.setTypeParser(pg.types.builtins.INT4, (text) => `int ${text}`)
    expect((await nodePostgres(client).query(alice, 'select 7 as n')).rows).toEqual([{ n: 'int 7' }])
  })
})

describe('a type parser that throws', () => {
  const mine = new Error('mine')
  const fail = () => {
    throw mine
  }
  const bad = [
    ['for a value', { getTypeParser: () => fail }],
    ['for a column', { getTypeParser: fail }],
    ['that is none', {}],
  ] as const

  it.each(bad)('rejects its own call only: %s', async (_, types) => {
    const statement = { text: 'select n from generate_series(1, 3) n', types }
    for (const run of [
      () => driver.query(alice, statement),
      () => driver.batch(alice, ['select 1', statement]),
      () => driver.transaction(alice, (tx) => tx.query(statement)),
    ]) {
      await expect(run()).rejects.toThrow(/mine|not a function/)
      expect((await driver.query(bob, 'select auth.user_id() as id')).rows).toEqual([{ id: 'bob' }])
    }
    expect(pool.totalCount).toBe(1)
  })

  it('leaves a transaction open whose callback goes on', async () => {
    await driver.transaction(alice, async (tx) => {
      const unreadable = tx.query({ text: 'select 1', types: { getTypeParser: () => fail } })
      await expect(unreadable).rejects.toBe(mine)
      expect((await tx.query('select auth.user_id() as id')).rows).toEqual([{ id: 'alice' }])
    })
  })
})
