import { trustClaims } from '@rowauth/core'
import { type NodePostgresOptions, nodePostgres, type PgStatement } from '@rowauth/driver/node-postgres'
import type pg from 'pg'
import { beforeEach, describe, expect, it } from 'vitest'
import { fixture, proxy } from '../../file-fixture.js'
import { alice, bob } from '../../fixture.js'

let pool: pg.Pool
let driver: ReturnType<typeof nodePostgres>
beforeEach(async () => {
  pool = fixture.pool({ connectionString: proxy.connectionString, max: 1 })
  driver = nodePostgres(pool)
  await driver.query(alice, 'select 1')
  proxy.reset()
  return () => pool.end()
})

const works = async () => {
  expect((await driver.query(bob, 'select auth.user_id() as id')).rows).toEqual([{ id: 'bob' }])
  expect(pool.totalCount).toBe(1)
}

describe('what is no pool and no client', () => {
  it.each([undefined, null, 7, 'postgres://', {}, [], () => undefined, { connect: () => undefined }])(
    '%j is a TypeError',
    (source) => {
      expect(() => nodePostgres(source as never)).toThrow(TypeError)
    },
  )

  it.each([{ max: -1 }, { max: 1.5 }, { max: Number.NaN }, { max: '9' }, {}, null, 'no'])(
    'prepare: %j is a TypeError',
    (prepare) => {
      expect(() => nodePostgres(pool, { prepare } as NodePostgresOptions)).toThrow(TypeError)
    },
  )

  it.each([
    ['pg-native', { query() {}, getTypeParser() {}, native: {} }],
    ['a look-alike of a client', { query() {}, connection: {} }],
  ])('%s is refused', async (_, source: object) => {
    await expect(nodePostgres(source as never).query(alice, 'select 1')).rejects.toMatchObject({
      code: 'unsupported',
      message: /pg-native/,
    })
    const released: unknown[] = []
    const release = (broken: unknown) => released.push(broken)
    const native = { totalCount: 1, connect: async () => ({ ...source, release }) }
    await expect(nodePostgres(native as never).query(alice, 'select 1')).rejects.toMatchObject({
      code: 'unsupported',
    })
    expect(released).toHaveLength(1)
  })

  it('pipeline mode is refused, and the connection goes back to the pool', async () => {
    const pipelining = fixture.pool({ max: 1, pipeline: true } as pg.PoolConfig)
    const refused = { code: 'unsupported', message: /pipeline: true/ }
    const given = nodePostgres(pipelining)
    await expect(given.query(alice, 'select 1')).rejects.toMatchObject(refused)
    await expect(given.transaction(alice, (tx) => tx.query('select 1'))).rejects.toMatchObject(refused)
    expect((await pipelining.query('select 1 as n')).rows).toEqual([{ n: 1 }])
  })
})

describe('a statement that is none', () => {
  const statements: [string, unknown, unknown][] = [
    ['undefined', undefined, TypeError],
    ['null', null, TypeError],
    ['a number', 7, TypeError],
    ['no text', { values: [1] }, TypeError],
    ['a name alone', { name: 'mine' }, TypeError],
    ['text with U+0000', 'select 1\u0000; drop table todos', TypeError],
    ['a name with U+0000', { text: 'select 1', name: 'a\u0000b' }, TypeError],
    ['a name that is no string', { text: 'select 1', name: ['mine'] }, TypeError],
    ['values that are no list', { text: 'select $1', values: 'abc' }, TypeError],
    [
      'more parameters than the protocol counts',
      { text: 'select $1', values: Array(65_537).fill(1) },
      RangeError,
    ],
  ]

  it.each(statements)('is refused and nothing is sent: %s', async (_, given, type) => {
    const statement = given as PgStatement
    const expected = type as ErrorConstructor
    await expect(driver.query(alice, statement)).rejects.toThrow(expected)
    const insert = "insert into todos (title) values ('never')"
    await expect(driver.batch(alice, [insert, statement])).rejects.toThrow(expected)
    await expect(driver.transaction(alice, (tx) => tx.query(statement))).rejects.toThrow(expected)
    expect(proxy.messages.frontend).toEqual([])
    await works()
  })

  it.each(['copy todos from stdin', ' COPY todos to stdout', '/* */;copy (select 1) to stdout'])(
    '%j has no stream to copy to',
    async (text) => {
      const refused = { code: 'unsupported', message: /COPY/ }
      await expect(driver.query(alice, text)).rejects.toMatchObject(refused)
      await expect(driver.batch(alice, [text, 'select 1'])).rejects.toMatchObject(refused)
      await expect(driver.transaction(alice, (tx) => tx.query(text))).rejects.toMatchObject(refused)
      expect(proxy.messages.frontend).toEqual([])
    },
  )

  it('as many parameters as the protocol counts are taken', async () => {
    const values = Array.from({ length: 65_535 }, (_, n) => n)
    const text = `select cardinality(array[${values.map((n) => `$${n + 1}::int`)}]) as count`
    const { rows } = await driver.query(alice, { text, values })
    expect(rows).toEqual([{ count: 65_535 }])
  })
})

describe('a parameter that cannot be written', () => {
  const failing = (reason: unknown) => ({
    toPostgres() {
      throw reason
    },
  })
  const circular: { self?: unknown } = {}
  circular.self = circular

  it.each([
    ['toPostgres throws', failing(new Error('mine'))],
    ['toPostgres throws nothing', failing(undefined)],
    ['it refers to itself', circular],
    ['JSON does not know it', { n: 1n }],
  ])('nothing is executed: %s', async (_, value) => {
    const bad = { text: 'select $1::text', values: [value] }
    const insert = "insert into todos (title) values ('never')"
    await expect(driver.query(alice, bad)).rejects.toThrow(Error)
    await expect(driver.batch(alice, [insert, bad, insert])).rejects.toThrow(Error)
    await expect(driver.transaction(alice, (tx) => tx.query(bad))).rejects.toThrow(Error)
    expect(proxy.messages.frontend).toEqual([])
    await works()
    expect((await fixture.owner.query("select from todos where title = 'never'")).rowCount).toBe(0)
  })

  it('a function is written as its text, whatever it calls its text', async () => {
    const odd = Object.assign(() => undefined, { toString: () => 7 })
    const { rows } = await driver.query(alice, { text: 'select $1::text as text', values: [odd] })
    expect(rows).toEqual([{ text: '7' }])
  })

  it('an open transaction goes on without it', async () => {
    const mine = { text: 'select $1', values: [failing(new Error('mine'))] }
    const { rows } = await driver.transaction(alice, async (tx) => {
      await tx.query('select 1')
      await expect(tx.query(mine)).rejects.toThrow('mine')
      return await tx.query('select auth.user_id() as id')
    })
    expect(rows).toEqual([{ id: 'alice' }])
  })
})

it('row 11: the role "none" is nobody\'s, however it is written', () => {
  for (const role of ['none', 'NONE', 'None', '']) {
    expect(() => trustClaims({ sub: 'alice' }, { role })).toThrow(TypeError)
  }
})

it('options of a query that are not for rowauth are kept out of the message', async () => {
  const odd = { text: 'select 1 as n', rows: 1, portal: 5, callback: 'x', submit: 'y', queryMode: 'simple' }
  expect((await driver.query(alice, odd)).rows).toEqual([{ n: 1 }])
  const results = await driver.batch(alice, [odd, odd])
  expect(results.map(({ rows }) => rows)).toEqual([[{ n: 1 }], [{ n: 1 }]])
  await works()
})
