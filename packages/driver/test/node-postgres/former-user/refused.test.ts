import { nodePostgres } from '@rowauth/driver/node-postgres'
import type { PostgresProxy } from '@rowauth/testing'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { alice, type Fixture } from '../../fixture.js'
import { attack, type Driver, mallory, startMallory } from './mallory.js'

let fixture: Fixture
let proxy: PostgresProxy
let pool: pg.Pool
let driver: Driver
beforeAll(async () => {
  fixture = await startMallory()
  await fixture.owner.query(`
    create procedure public.commits() language plpgsql as $$ begin commit; end $$;
    create procedure public.rolls_back() language plpgsql as $$ begin rollback; end $$;
    create function public.calls() returns void language plpgsql as $$ begin call public.commits(); end $$`)
  proxy = await fixture.proxy()
})
afterAll(() => fixture?.close())
beforeEach(() => {
  pool = fixture.pool({ connectionString: proxy.connectionString, max: 1 })
  driver = nodePostgres(pool)
  return () => pool.end()
})

const insert = "insert into public.todos (title) values ('refused')"
const ways: [string, (text: string) => Promise<unknown>][] = [
  ['query', (text) => driver.query(mallory, text)],
  ['batch', (text) => driver.batch(mallory, [insert, text, insert])],
  ['transaction', (text) => driver.transaction(mallory, (tx) => tx.query(text))],
]

const nothingIsLeft = async () => {
  const me = await driver.query(alice, 'select current_user as role, auth.user_id() as id')
  expect(me.rows).toEqual([{ role: 'authenticated', id: 'alice' }])
  const plain = 'select current_user = session_user as login, pg_current_xact_id_if_assigned() as transaction'
  expect((await pool.query(plain)).rows).toEqual([{ login: true, transaction: null }])
  expect((await fixture.owner.query("select from todos where title = 'refused'")).rowCount).toBe(0)
}

describe.each(ways)('%s', (_, run) => {
  const words = [
    'prepare mine as select 1',
    'prepare mine (int) as select $1',
    'execute mine',
    'execute mine (1)',
    'deallocate mine',
    'deallocate all',
    'deallocate prepare mine',
    "prepare transaction 'mine'",
    'discard all',
    'discard plans',
    'reset all',
    'reset role',
    'set role none',
    'set session role none',
    'set session authorization default',
    'set session characteristics as transaction read only',
    'commit',
    'end',
    'abort',
    'rollback',
    'rollback and chain',
    'begin',
    'start transaction',
    "load 'auto_explain'",
  ]
  const disguises: ((text: string) => string)[] = [
    (text) => text,
    (text) => text.toUpperCase(),
    (text) => `;;${text}`,
    (text) => ` \t\r\n\f\v;${text};`,
    (text) => `/* a /* nested */ comment */${text}`,
    (text) => `-- a line\r${text}`,
    (text) => `--\n;/**/;--;\n${text}`,
    (text) => text.replace(' ', '/**/'),
    (text) => text.replace(' ', '--\n'),
  ]

  it.each(words)('%s is refused before anything is sent, however it is dressed', async (text) => {
    await pool.query('select 1')
    proxy.reset()
    for (const dress of disguises) {
      await expect(run(dress(text))).rejects.toMatchObject({ code: 'unsupported' })
    }
    expect(proxy.messages.frontend).toEqual([])
    await nothingIsLeft()
  })

  it.each([
    ['do $$ begin commit; end $$', '2D000'],
    ['do $$ begin rollback; end $$', '2D000'],
    ["do $$ begin execute 'commit'; end $$", '0A000'],
    ["do $$ begin execute 'savepoint mine'; end $$", '0A000'],
    ["do $$ begin execute 'rollback to savepoint mine'; end $$", '0A000'],
    ["do $$ begin execute 'begin'; end $$", '0A000'],
    ["do $$ begin execute 'discard all'; end $$", '25001'],
    ["do $$ begin execute 'do $do$ begin commit; end $do$'; end $$", '2D000'],
    ['call public.commits()', '2D000'],
    ['call public.rolls_back()', '2D000'],
    ['select public.calls()', '2D000'],
    [`select public.run('do $do$ begin commit; end $do$')`, '2D000'],
    [`select public.run('commit')`, '0A000'],
    [`select public.run('call public.commits()')`, '2D000'],
    ['vacuum public.todos', '25001'],
    ['create index concurrently on public.todos (title)', '25001'],
    ['reindex table concurrently public.todos', '25001'],
    ['create database mine', '25001'],
    ["alter system set work_mem = '1MB'", '25001'],
    [`select set_config('session_replication_role', 'replica', false)`, '42501'],
    [`select set_config('session_authorization', 'postgres', false)`, '42501'],
    [`select set_config('role', 'postgres', false)`, '42501'],
    [`select set_config('is_superuser', 'on', false)`, '55P02'],
    ['explain execute mine', '26000'],
  ])('%s is refused by PostgreSQL', async (text, code) => {
    for (let time = 0; time < 2; time += 1) await expect(run(text)).rejects.toMatchObject({ code })
    await nothingIsLeft()
  })
})

it('`explain execute` of a statement of ours runs it as himself', async () => {
  await driver.query(alice, 'select 1')
  const run = `do $mallory$ declare name text; begin
    for name in select s.name from pg_prepared_statements s where s.name like '%opening' loop
      execute format('explain (analyze) execute %I (%L, %L)', name, 'none', '{"sub":"bob"}');
    end loop;
  end $mallory$`
  await driver.query(mallory, run)
  await nothingIsLeft()
})

it('large notices of his reach nobody else', async () => {
  await attack(
    driver,
    `do $$ begin for n in 1..20 loop raise notice '%', repeat('x', 1000000); end loop; end $$`,
  )
  await nothingIsLeft()
})
