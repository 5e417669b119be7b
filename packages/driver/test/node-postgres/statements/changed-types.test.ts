import { type NodePostgresOptions, nodePostgres } from '@rowauth/driver/node-postgres'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { alice, type Fixture, startFixture } from '../../fixture.js'
import { type Outcome, outcomeOf, plainly, statement } from '../../properties/plain-answer.js'

let fixture: Fixture
let pool: pg.Pool
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture?.close())
beforeEach(async () => {
  await fixture.owner.query('drop schema if exists kept cascade; create schema kept')
  await fixture.owner.query('grant usage on schema kept to authenticated')
  pool = fixture.pool({ max: 1, options: '-c search_path=kept' })
  return () => pool.end()
})

type Driver = ReturnType<typeof nodePostgres>
type Statement = ReturnType<typeof statement> & { readonly name?: string }

const owned = (sql: string) => fixture.owner.query(`set search_path = kept; ${sql}; reset search_path`)
const stored = statement('select t::text from kept.t order by 1')

/** What plain node-postgres answers on a connection that has seen nothing, and what is stored then. */
async function fresh(asked: Statement): Promise<Outcome[]> {
  const { name: _, ...unnamed } = asked
  return freshly('kept', [unnamed, stored])
}

async function freshly(searchPath: string, asked: readonly Statement[]): Promise<Outcome[]> {
  const own = fixture.pool({ max: 1, options: `-c search_path=${searchPath}` })
  const client = await own.connect()
  try {
    return await plainly(client, alice, asked, 'rollback')
  } finally {
    client.release()
    await own.end()
  }
}

type Way = (driver: Driver, asked: Statement) => Promise<{ rows: unknown[] }>

/** The same for rowauth; what is stored is thrown away again. */
async function ours(driver: Driver, asked: Statement, way: Way): Promise<Outcome[]> {
  const outcome = await outcomeOf(way(driver, asked))
  return 'code' in outcome ? [outcome] : [outcome, await outcomeOf(fixture.owner.query(stored))]
}

const rowsOf = <T>(results: readonly T[], at: number): T => {
  const result = results[at]
  if (result === undefined) throw new Error('There is no such result.')
  return result
}
const query: Way = async (driver, asked) => driver.query(alice, asked)
const inBatch: Way = async (driver, asked) =>
  rowsOf(await driver.batch(alice, ['select 1 as n', asked, 'select 2 as n']), 1)
const first: Way = async (driver, asked) => driver.transaction(alice, (tx) => tx.query(asked))
const later: Way = async (driver, asked) =>
  driver.transaction(alice, async (tx) => {
    await tx.query('select 1 as n')
    return tx.query(asked)
  })

interface Change {
  readonly from: string
  readonly to: string
  /** A value of the type as it was. */
  readonly before: string
  /** What is sent when the type has changed. */
  readonly value: string
}

const change = (from: string, to: string, before: string, value: string): [string, Change] => [
  `${from} to ${to}, ${JSON.stringify(value)}`,
  { from, to, before, value },
]

const changes = [
  change('timestamp', 'timestamptz', '2021-01-01 00:00:00', '2022-01-01 00:00:00-0200'),
  change('timestamptz', 'timestamp', '2021-01-01 00:00:00+00', '2022-01-01 00:00:00-0200'),
  change('date', 'timestamp', '2021-01-01', '2022-01-01 15:30:00'),
  change('timestamp', 'date', '2021-01-01', '2022-01-01 15:30:00'),
  change('real', 'numeric', '1.5', '1.23456789012'),
  change('time', 'text', '10:00', '15:30'),
  change('int', 'text', '1', 'abc'),
  change('int', 'text', '1', '007'),
  change('int', 'text', '1', ' 7'),
  change('int', 'bigint', '1', '5000000000'),
  change('bigint', 'int', '1', '5000000000'),
  change('int', 'real', '1', '16777217'),
  change('int', 'numeric', '1', '1.5'),
  change('numeric', 'int', '1', '1.5'),
  change('jsonb', 'text', '{}', '{"a":1}'),
  change('json', 'jsonb', '{}', '{"a":1,"a":2}'),
  change('text', 'jsonb', '{}', '{"a":1}'),
  change('bytea', 'text', '\\x00', '\\x6869'),
  change('text', 'bytea', 'a', '\\x6869'),
  change('text', 'char(5)', 'a', 'ab  '),
  change('char(5)', 'text', 'a', 'ab  '),
  change('text', 'varchar(3)', 'a', 'abcd'),
  change('text', 'name', 'a', 'x'.repeat(70)),
  change('text', 'text[]', 'a', '{b,c}'),
  change('text[]', 'text', '{a}', '{ b , c }'),
  change('bool', 'text', 't', 'TRUE'),
  change('bool', 'text', 't', 'true'),
  change('uuid', 'text', '5bb3ed4e-0b2b-4b8e-8e2f-0d5f0a3cf001', '5BB3ED4E-0B2B-4B8E-8E2F-0D5F0A3CF001'),
  change('interval', 'text', '1 day', '24:00:00'),
  change('money', 'numeric', '1', '1.239'),
  change('bit(4)', 'text', '1010', '0101'),
  change('inet', 'cidr', '10.0.0.1', '10.0.0.0/8'),
  change('float8', 'numeric', '1', '0.1000000000000000055511'),
]

/** Sent before the type changes, often enough to be prepared wherever it may be. */
async function warm(driver: Driver, asked: Statement, ways: readonly Way[] = [query]): Promise<void> {
  for (const way of ways) for (let time = 0; time < 3; time += 1) await way(driver, asked)
}

const table = (type: string) => `create table t (v ${type}); grant all on t to authenticated`
const altered = ({ to }: Change) => `alter table t alter column v type ${to} using null`
const madeAnew = ({ to }: Change) => `drop table t; ${table(to)}`
const insert = (value: unknown) => statement('insert into t values ($1)', [value])

const migrations: [string, string, (changed: Change) => string, Way][] = [
  ['altered', 'a query', altered, query],
  ['altered', 'a batch', altered, inBatch],
  ['altered', 'the first statement of a transaction', altered, first],
  ['dropped and made anew', 'a query', madeAnew, query],
]

describe.each(migrations)('row 33: the type of a column is %s: %s', (_migration, _way, migration, way) => {
  it.each(changes)('stores what a new connection would: %s', async (_, changed) => {
    const driver = nodePostgres(pool)
    await owned(table(changed.from))
    await warm(driver, insert(changed.before), [query, way])
    await owned(`truncate t; ${migration(changed)}`)
    const expected = await fresh(insert(changed.value))
    expect(await ours(driver, insert(changed.value), way)).toEqual(expected)
  })
})

describe('a later statement of a transaction', () => {
  it.each(changes)('never stores another value, and fails once at most: %s', async (_, changed) => {
    const driver = nodePostgres(pool)
    await owned(table(changed.from))
    await warm(driver, insert(changed.before), [query, later])
    await owned(`truncate t; ${altered(changed)}`)
    const expected = await fresh(insert(changed.value))
    const answer = await ours(driver, insert(changed.value), later)
    if (!('code' in rowsOf(answer, 0))) expect(answer).toEqual(expected)
    else expect(await ours(driver, insert(changed.value), later)).toEqual(expected)
  })
})

const mood = "create type mood as enum ('sad', 'ok', 'happy')"
const newMood = "create type mood as enum ('ok', 'happy', 'calm')"
const moods = `${mood}; ${table('mood')}`
const select = statement('select v::text as v from t where v = $1', ['ok'])
const call = (value: unknown) => statement('select f($1)::text as f', [value])

interface Scene {
  readonly given: string
  readonly before: Statement
  readonly migration: string
  readonly asked: Statement
}

const scenes: [string, Scene][] = [
  [
    'an enum is dropped with its column, and both are made anew',
    {
      given: moods,
      before: insert('ok'),
      migration: `drop type mood cascade; ${newMood}; alter table t add v mood`,
      asked: insert('calm'),
    },
  ],
  [
    'an enum loses a value in the steps of drizzle-kit',
    {
      given: moods,
      before: insert('ok'),
      migration: `alter table t alter v set data type text; drop type mood; ${newMood}; alter table t alter v set data type mood using v::mood`,
      asked: insert('calm'),
    },
  ],
  [
    'a value that an enum has lost is refused',
    {
      given: moods,
      before: insert('ok'),
      migration: `alter table t alter v set data type text; drop type mood; ${newMood}; alter table t alter v set data type mood using v::mood`,
      asked: insert('sad'),
    },
  ],
  [
    'an enum in a condition is made anew',
    {
      given: moods,
      before: select,
      migration: `alter table t alter v set data type text; drop type mood; ${newMood}; alter table t alter v set data type mood using v::mood; insert into t values ('ok')`,
      asked: select,
    },
  ],
  [
    'a domain is narrowed',
    {
      given: `create domain d as int; ${table('d')}`,
      before: insert('1'),
      migration: 'truncate t; alter domain d add check (value > 5)',
      asked: insert('1'),
    },
  ],
  [
    'a domain is made anew over another type',
    {
      given: `create domain d as int; ${table('d')}`,
      before: insert('1'),
      migration: `drop domain d cascade; create domain d as text; alter table t add v d`,
      asked: insert('007'),
    },
  ],
  [
    'a condition on a domain that is made anew over another type',
    {
      given: `create domain d as int; ${table('d')}`,
      before: statement('select v::text from t where v = $1', ['7']),
      migration: `drop domain d cascade; create domain d as text; alter table t add v d; insert into t values ('007'), ('7')`,
      asked: statement('select v::text from t where v = $1', ['007']),
    },
  ],
  [
    'the body of a function is replaced',
    {
      given: `${table('int')}; create function f(x int) returns int language sql as 'select x + 1'`,
      before: call('1'),
      migration: `create or replace function f(x int) returns int language sql as 'select x + 2'`,
      asked: call('1'),
    },
  ],
  [
    'a function is dropped and made anew for another type',
    {
      given: `${table('int')}; create function f(x int) returns text language sql as 'select x::text'`,
      before: call('1'),
      migration: `drop function f(int); create function f(x text) returns text language sql as 'select x'`,
      asked: call('007'),
    },
  ],
  [
    'a function gets a namesake that fits better',
    {
      given: `${table('varchar')}; insert into t values ('a'); create function f(x text) returns text language sql as $$select 'text'$$`,
      before: statement('select f(v) from t'),
      migration: `create function f(x varchar) returns text language sql as $$select 'varchar'$$`,
      asked: statement('select f(v) from t'),
    },
  ],
  [
    'a view is replaced',
    {
      given: `${table('int')}; create view w as select 1 as a; grant select on w to authenticated`,
      before: statement('select a::text from w where a = $1', ['1']),
      migration: 'create or replace view w as select 2 as a',
      asked: statement('select a::text from w where a = $1', ['2']),
    },
  ],
  [
    'a view is dropped and made anew of another type',
    {
      given: `${table('int')}; create view w as select 7 as a; grant select on w to authenticated`,
      before: statement('select a::text from w where a = $1', ['7']),
      migration: `drop view w; create view w as select '007'::text as a; grant select on w to authenticated`,
      asked: statement('select a::text from w where a = $1', ['007']),
    },
  ],
  [
    'a table and its replacement change places',
    {
      given: `${table('int')}; create table u (v text); grant all on u to authenticated`,
      before: insert('1'),
      migration: 'alter table t rename to old; alter table u rename to t',
      asked: insert('007'),
    },
  ],
  [
    'a schema and its replacement change places',
    {
      given: table('int'),
      before: insert('1'),
      migration: `alter schema kept rename to old; create schema kept; grant usage on schema kept to authenticated; create table kept.t (v text); grant all on kept.t to authenticated; drop schema old cascade`,
      asked: insert('007'),
    },
  ],
  [
    'an integer is compared with what has become a real',
    {
      given: table('int'),
      before: statement('select v::text from t where v = $1', ['1']),
      migration: 'alter table t alter v type real; insert into t values (16777216)',
      asked: statement('select v::text from t where v = $1', ['16777217']),
    },
  ],
  [
    'a long text is compared with what has become a name',
    {
      given: table('text'),
      before: statement('select count(*) from t where v = $1', ['1']),
      migration: `alter table t alter v type name; insert into t values ('${'x'.repeat(63)}')`,
      asked: statement('select count(*) from t where v = $1', ['x'.repeat(70)]),
    },
  ],
  [
    'a text is compared with what ignores case now',
    {
      given: `create extension if not exists citext schema kept; ${table('text')}`,
      before: statement('select v::text from t where v = $1', ['1']),
      migration: `alter table t alter v type citext; insert into t values ('Ada')`,
      asked: statement('select v::text from t where v = $1', ['ada']),
    },
  ],
  [
    'a number is added to what has become a real',
    {
      given: table('int'),
      before: statement('select v::text from t where v + $1 = 16777217', ['1']),
      migration: 'truncate t; alter table t alter v type real; insert into t values (16777216)',
      asked: statement('select v::text from t where v + $1 = 16777217', ['1']),
    },
  ],
  [
    'a text is put behind what has become an array',
    {
      given: `${table('text')}; insert into t values ('a')`,
      before: statement('update t set v = v || $1', ['b']),
      migration: `truncate t; alter table t alter v type text[] using null; insert into t values ('{a}')`,
      asked: statement('update t set v = v || $1', ['b']),
    },
  ],
]

describe('types, functions, views and schemas change', () => {
  describe.each([
    ['a query', query],
    ['a batch', inBatch],
    ['the first statement of a transaction', first],
  ])('%s is answered as on a new connection', (_, way) => {
    it.each(scenes)('%s', async (_, { given, before, migration, asked }) => {
      const driver = nodePostgres(pool)
      await owned(given)
      await warm(driver, before, [query, way])
      await owned(migration)
      const expected = await fresh(asked)
      expect(await ours(driver, asked, way)).toEqual(expected)
    })
  })

  it.each(scenes)('a later statement of a transaction fails once at most: %s', async (_, scene) => {
    const driver = nodePostgres(pool)
    await owned(scene.given)
    await warm(driver, scene.before, [query, later])
    await owned(scene.migration)
    const expected = await fresh(scene.asked)
    const answer = await ours(driver, scene.asked, later)
    if (!('code' in rowsOf(answer, 0))) expect(answer).toEqual(expected)
    else expect(await ours(driver, scene.asked, later)).toEqual(expected)
  })
})

describe('names of the user’s own', () => {
  const named = (asked: Statement): Statement => ({ ...asked, name: 'mine' })
  const prepares: [string, NodePostgresOptions][] = [
    ['with names of ours', {}],
    ['without', { prepare: { max: 0 } }],
  ]

  describe.each(prepares)('%s', (_, options) => {
    it.each([
      ['int to text', table('int'), '1', 'alter table t alter v type text', 'abc'],
      [
        'an enum made anew',
        moods,
        'ok',
        `alter table t alter v set data type text; drop type mood; ${newMood}; alter table t alter v set data type mood using v::mood`,
        'calm',
      ],
      ['a table made anew', table('int'), '1', `drop table t; ${table('date')}`, '2022-01-01'],
    ])('what would fail for good fails at most once: %s', async (_, given, before, migration, value) => {
      for (const way of [query, inBatch, first, later]) {
        const driver = nodePostgres(pool, options)
        await owned(`drop table if exists t; drop type if exists mood; ${given}`)
        await warm(driver, named(insert(before)), [way])
        await owned(`truncate t; ${migration}`)
        const expected = await fresh(insert(value))
        const answer = await ours(driver, named(insert(value)), way)
        if (way === later && 'code' in rowsOf(answer, 0)) {
          expect(await ours(driver, named(insert(value)), way)).toEqual(expected)
        } else expect(answer).toEqual(expected)
      }
    })
  })
})

describe('search_path', () => {
  it.each([
    ['int', 'text', '1', '007'],
    ['timestamp', 'timestamptz', '2021-01-01', '2022-01-01 00:00:00-0200'],
    ['int', 'date', '1', '2022-01-01'],
  ])('leads to another table within a transaction: %s and %s', async (from, to, before, value) => {
    const driver = nodePostgres(pool)
    await owned(`${table(from)}; drop schema if exists other cascade; create schema other`)
    await owned(`create table other.t (v ${to}); grant usage on schema other to authenticated`)
    await owned('grant all on other.t to authenticated')
    await warm(driver, insert(before), [query, later])
    const elsewhere = () =>
      driver.transaction(alice, async (tx) => {
        await tx.query('set local search_path = other')
        await tx.query(insert(value))
        return tx.query(statement('select v::text from t'))
      })
    const expected = await freshly('other', [insert(value), statement('select v::text from t')])
    const answer = await outcomeOf(elsewhere())
    expect('code' in answer ? await outcomeOf(elsewhere()) : answer).toEqual(expected.at(-1))
  })

  it('of the login role changes: new connections follow it, and those that are open do not, as with pg', async () => {
    const login = new URL(fixture.url).username
    await owned(`${table('int')}; drop schema if exists other cascade; create schema other`)
    await owned('create table other.t (v text); grant usage on schema other to authenticated')
    await owned('grant all on other.t to authenticated')
    await fixture.owner.query(`alter role ${login} set search_path = kept`)
    const own = fixture.pool({ max: 1 })
    const driver = nodePostgres(own)
    await warm(driver, insert('1'))
    await fixture.owner.query(`alter role ${login} set search_path = other`)
    await driver.query(alice, insert('2'))
    expect((await fixture.owner.query('select v from kept.t where v = 2')).rows).toHaveLength(1)
    await own.query('select pg_terminate_backend(pg_backend_pid())').catch(() => undefined)
    await driver.query(alice, insert('007'))
    expect((await fixture.owner.query('select v from other.t')).rows).toEqual([{ v: '007' }])
    await fixture.owner.query(`alter role ${login} reset search_path`)
  })
})
