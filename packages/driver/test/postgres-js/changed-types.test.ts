import { postgresJs } from '@rowauth/driver/postgres-js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alice, type Fixture, startFixture } from '../fixture.js'
import { client } from './support/client.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture?.close())

describe('row 33: how a parameter is written is learned anew when its type has changed', () => {
  const changes: [from: string, to: string, value: unknown][] = [
    ['text', 'jsonb', { a: 1 }],
    ['jsonb', 'text', 'plain'],
    ['int', 'jsonb', [1, 2]],
    ['text', 'text[]', ['a', 'b c']],
    ['text', 'bytea', 'no hex: \\'],
    ['uuid', 'text', 'no uuid'],
    ['text', 'jsonb', '7'],
    ['bool', 'text', 'false'],
    ['int', 'text', '007'],
    ['int[]', 'text[]', ['007']],
    ['date[]', 'timestamptz[]', ['2022-01-01 00:00:00-02']],
    ['bytea', 'jsonb', { a: 1 }],
  ]
  const early: Record<string, unknown> = {
    text: 'text',
    jsonb: { a: 1 },
    int: 7,
    bool: 'true',
    uuid: '00000000-0000-4000-8000-000000000000',
    'int[]': ['1'],
    'date[]': ['2022-01-01'],
    bytea: 'text',
  }

  it.each(changes)('from %s to %s', async (from, to, value) => {
    const sql = client(fixture.url, { max: 1 })
    await sql`select 1`
    const driver = postgresJs(sql)
    const insert = { text: 'insert into changing values ($1) returning value', values: [early[from]] }
    await fixture.owner.query(`create table changing (value ${from}); grant all on changing to public`)
    for (let time = 0; time < 3; time += 1) await driver.query(alice, insert)
    await fixture.owner.query(`delete from changing; alter table changing alter value type ${to} using null`)
    const ours = await driver.query(alice, { ...insert, values: [value] })
    const plain = await sql.unsafe(insert.text, [value as never])
    expect([...ours]).toEqual([...plain])
    const [batched] = await driver.batch(alice, [{ ...insert, values: [value] }, 'select 1'])
    expect([...(batched ?? [])]).toEqual([...plain])
    await fixture.owner.query('drop table changing')
  })

  it('and an error that has nothing to do with it runs nothing twice', async () => {
    const sql = client(fixture.url, { max: 1 })
    const driver = postgresJs(sql)
    await fixture.owner.query('create sequence runs; grant all on runs to public')
    const failing = { text: "select ($1::text || nextval('runs'))::int", values: ['no number'] }
    for (let time = 0; time < 3; time += 1) {
      await expect(driver.query(alice, failing)).rejects.toMatchObject({ code: '22P02', query: failing.text })
    }
    const { rows } = await fixture.owner.query('select last_value::int from runs')
    expect(rows).toEqual([{ last_value: 3 }])
  })

  it('nor in an explicit transaction, whose connection stays', async () => {
    const driver = postgresJs(client(fixture.url, { max: 1 }), { explicitTransactions: true })
    await fixture.owner.query('create sequence tries; grant all on tries to public')
    const pid = async () => [...(await driver.query(alice, 'select pg_backend_pid() as pid'))]
    const before = await pid()
    const failing = { text: "select ($1::text || nextval('tries'))::int", values: ['no number'] }
    for (let time = 0; time < 3; time += 1) {
      await expect(driver.query(alice, failing)).rejects.toMatchObject({ code: '22P02', query: failing.text })
    }
    const { rows } = await fixture.owner.query('select last_value::int from tries')
    expect([rows, await pid()]).toEqual([[{ last_value: 3 }], before])
  })
})

describe('what is made and changed within a batch', () => {
  it('a batch that fails at its second use fails with the error of its first', async () => {
    const driver = postgresJs(client(fixture.url, { max: 1 }))
    await fixture.owner.query(`
      create function make_numbers(kind text) returns void language plpgsql as
        $$ begin execute format('create temporary table numbers (value %s)', kind); end $$`)
    const batch = [
      { text: 'select make_numbers($1)', values: ['int'] },
      { text: 'insert into numbers values ($1)', values: ['no number'] },
    ]
    for (let time = 0; time < 4; time += 1) {
      await expect(driver.batch(alice, batch)).rejects.toMatchObject({ code: '22P02' })
    }
  })

  it('parameters are written for the types that columns have when it is their turn', async () => {
    const driver = postgresJs(client(fixture.url, { max: 1 }))
    const insert = { text: 'insert into moved values ($1) returning value', values: ['7'] }
    const batch = [
      'create temporary table moved (value text)',
      insert,
      'alter table moved alter value type jsonb using null',
      insert,
      'drop table moved',
    ]
    for (let time = 0; time < 2; time += 1) {
      const results = await driver.batch(alice, batch)
      // As JSON this is text, too.
      expect(results.flatMap((rows) => [...rows])).toEqual([{ value: '7' }, { value: '7' }])
    }
    await driver.query(alice, 'create temporary table moved (value text)')
    for (let time = 0; time < 3; time += 1) await driver.query(alice, insert)
    const [, moved] = await driver.batch(alice, [
      'alter table moved alter value type jsonb using null',
      { text: `${insert.text}::text`, values: insert.values },
    ])
    expect([...(moved ?? [])]).toEqual([{ value: '"7"' }])
  })
})

it('describes the statements of a batch in turn, where one makes what the next needs', async () => {
  const driver = postgresJs(client(fixture.url, { max: 1 }))
  const results = await driver.batch(alice, [
    'create temporary table made (value jsonb)',
    { text: 'insert into made values ($1), ($2)', values: [{ a: 1 }, [1]] },
    { text: 'select value from made where value <> $1', values: [{ a: 2 }] },
  ])
  expect(results.map(({ command, count }) => [command, count])).toEqual([
    ['CREATE TABLE', null],
    ['INSERT', 2],
    ['SELECT', 2],
  ])
  const failing = driver.batch(alice, [
    'create temporary table gone (value int)',
    { text: 'insert into gone values ($1)', values: ['no number'] },
    { text: 'select * from nowhere where id = $1', values: [1] },
  ])
  await expect(failing).rejects.toMatchObject({ code: '22P02' })
  await expect(driver.query(alice, 'select * from gone')).rejects.toMatchObject({ code: '42P01' })
})

it('a parameter that cannot be written fails its call, and neither its transaction nor its connection', async () => {
  const driver = postgresJs(client(fixture.url, { max: 1 }))
  const pid = 'select pg_backend_pid() as pid'
  const unreadable = {
    toString: () => expect.fail('asked for its text'),
    toJSON: () => {
      throw new RangeError('no JSON')
    },
  }
  const statement = { text: 'select $1::json', values: [unreadable] }
  const [before] = await driver.query(alice, pid)
  await expect(driver.query(alice, statement)).rejects.toThrow('no JSON')
  await expect(driver.query(alice, { text: 'select $1::text', values: [undefined] })).rejects.toMatchObject({
    code: 'UNDEFINED_VALUE',
  })
  const within = await driver.transaction(alice, async (tx) => {
    await expect(tx.query(statement)).rejects.toThrow('no JSON')
    return (await tx.query(pid))[0]
  })
  await expect(
    driver.batch(alice, [{ ...statement, text: 'select $1::json as unknown' }, pid]),
  ).rejects.toThrow('no JSON')
  const [after] = await driver.query(alice, pid)
  expect([within, after]).toEqual([before, before])
})
