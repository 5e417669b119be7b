import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { moveStatements } from '../../src/moving/move-statements.js'
import { openServer, type Server } from '../support/database.js'
import { rowauth } from '../support/run.js'

let server: Server
let url: string
const others: string[] = []
const query = (sql: string) => server.query(url, sql)
beforeAll(async () => {
  server = await openServer()
  const { authenticated, anonymous } = server.roles
  url = await server.createDatabase()
  await query(`create role ${authenticated} nologin; create role ${anonymous} nologin`)
})
beforeEach(async () => {
  url = await server.createDatabase()
  const { authenticated, anonymous } = server.roles
  await query(`
    create schema auth;
    grant usage on schema auth to public;
    create function auth.user_id() returns text language sql stable
      as $$ select nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub' $$;
    create table todos (owner text default auth.user_id(), title text, constraint mine check (owner = auth.user_id()) not valid);
    alter table todos enable row level security;
    grant select, insert on todos to ${authenticated}, ${anonymous};
    create policy own on todos using (owner = auth.user_id());
    create policy service on todos for select to ${anonymous} using (auth.user_id() is null);
    create view shared as select title, auth.user_id() is null as service from todos;
    create function is_service() returns bool language sql stable return auth.user_id() is null;
    insert into todos values ('alice', 'of alice'), ('bob', 'of bob');
  `)
})
afterAll(() => server.close(others))

const move = (...args: string[]) => rowauth(['apply', '--move', '--url', url, ...server.rolesOption, ...args])
/** From this statement on nothing is as it was, up to the last one. */
const takesOff = (statement: string) => statement.includes('create schema rowauth_move')
const names = () => ({ schema: 'auth', ...server.roles })

/** What a role gets of a query, with alice's claims or none; the SQLSTATE where it is refused. */
async function as(role: string, sql: string, sub?: string): Promise<unknown> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query('begin')
    await client.query('select set_config($1, $2, true)', [
      'request.jwt.claims',
      sub ? `{"sub":"${sub}"}` : '',
    ])
    await client.query(`set local role ${role}`)
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat()
  } catch (error) {
    return (error as { code?: string }).code
  } finally {
    await client.end()
  }
}

async function look() {
  const { authenticated, anonymous } = server.roles
  return {
    alice: await as(authenticated, 'select title from todos order by title', 'alice'),
    visitor: await as(anonymous, 'select title from todos order by title'),
    inserting: await as(authenticated, "insert into todos values ('bob', 'x')", 'alice'),
    texts: await query(`
      select pg_get_expr(polqual, polrelid) as text from pg_policy
      union all select pg_get_expr(adbin, adrelid) from pg_attrdef
      union all select pg_get_constraintdef(oid) from pg_constraint where conname = 'mine'
      union all select pg_get_viewdef('shared'::regclass)
      union all select pg_get_functiondef('is_service'::regproc) order by 1`),
  }
}

describe('a move', () => {
  test('leaves what depends on the functions as it was', async () => {
    const before = await look()
    expect(await move()).toMatchObject({ exitCode: 0, err: '' })
    expect(await look()).toEqual(before)
    expect(
      await query("select obj_description('auth'::regnamespace) like 'rowauth auth schema%' as ours"),
    ).toEqual([{ ours: true }])
  })

  test('statement by statement shows and takes nothing in between, and goes on where it broke off', async () => {
    const before = await look()
    const { authenticated, anonymous } = server.roles
    const statements = moveStatements(names(), 'application')
    for (const [index, statement] of statements.entries()) {
      // As a migrator over HTTP, which has broken off and begins anew.
      if (index === statements.findIndex(takesOff) + 3)
        for (const done of statements.slice(0, index)) await query(done)
      await query(statement)
      if (index < statements.findIndex(takesOff)) continue
      if (index === statements.length - 1) break
      expect(await as(authenticated, 'select title from todos', 'alice')).toEqual([])
      expect(await as(anonymous, 'select title from todos')).toEqual([])
      expect(await as(authenticated, "insert into todos values ('alice', 'x')", 'alice')).toMatch(
        /^(?:23514|42501)$/,
      )
      expect(['P0001', undefined]).toContain(
        await query('select * from shared').then(
          () => 'shown',
          ({ code }) => code,
        ),
      )
    }
    expect(await look()).toEqual(before)
  })

  test('nobody else gets SQL run by whoever migrates', async () => {
    const writer = `writer_${server.roles.authenticated}`
    others.push(writer)
    await query(`create role ${writer}; grant pg_write_all_data to ${writer}`)
    const statements = moveStatements(names(), 'application')
    const rest = statements.splice(statements.findIndex(takesOff) + 1)
    for (const statement of statements) await query(statement)
    expect(
      await as(
        writer,
        `create or replace function rowauth_move.restore() returns void language sql as 'select'`,
      ),
    ).toBe('42501')
    expect(await query("select from pg_class where relnamespace = 'rowauth_move'::regnamespace")).toEqual([])
    for (const statement of rest) await query(statement)

    url = await server.createDatabase()
    await query(`create schema auth; create function auth.user_id() returns text
        return nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub';
      create schema rowauth_move authorization ${writer}`)
    expect((await move()).err).toMatch(/rowauth_move/)
  })

  test('takes no right away from those who could use the functions by way of others', async () => {
    const reader = `reader_${server.roles.authenticated}`
    others.push(reader)
    await query(`create role ${reader}; grant select on shared to ${reader}; grant execute on function is_service() to ${reader};
      grant select (title) on todos to ${reader}; create policy reading on todos to ${reader} using (auth.user_id() is null)`)
    expect(await move()).toMatchObject({ exitCode: 0, err: '' })
    expect(await as(reader, 'select is_service()')).toEqual([true])
    expect(await as(reader, 'select title from shared order by 1')).toEqual(['of alice', 'of bob'])
    expect(await as(reader, 'select title from todos order by 1')).toEqual(['of alice', 'of bob'])
  })

  test('replaces functions with bound bodies that call each other, and a comment on the schema', async () => {
    await query(`create function auth.session() returns jsonb return coalesce(nullif(current_setting('request.jwt.claims', true), ''), 'null')::jsonb;
      create function auth.uid() returns uuid return (auth.session() ->> 'sub')::uuid;
      comment on schema auth is 'ours'`)
    const before = await look()
    expect(await move()).toMatchObject({ exitCode: 0, err: '' })
    expect(await look()).toEqual(before)
  })

  test('keeps a check that no row would meet without claims', async () => {
    await query(`create table notes (body text, check (auth.user_id() is not null) not valid);
      insert into notes select 'x' where false`)
    await query(`begin; set local request.jwt.claims = '{"sub":"alice"}'; insert into notes values ('x');
      alter table notes validate constraint notes_check; commit`)
    expect(await move()).toMatchObject({ exitCode: 0, err: '' })
    expect(await query(`insert into notes values ('y')`).catch(({ code }) => code)).toBe('23514')
  })

  test('stops before it has done anything where a table is in the way, also without a look beforehand', async () => {
    await query('create table auth.users (id int)')
    const before = await look()
    const statements = moveStatements(names(), 'application')
    const failure = await (async () => {
      for (const statement of statements) await query(statement)
    })().catch((error: Error) => error.message)
    expect(failure).toMatch(/cannot take the place of what is there: table auth\.users/)
    expect(await look()).toEqual(before)
  })

  test('drops no other extension', async () => {
    await query('create extension pgcrypto schema auth')
    expect(await move()).toMatchObject({ exitCode: 0, err: '' })
    expect(await query("select extname from pg_extension where extname = 'pgcrypto'")).toHaveLength(1)
  })

  test.each([
    ['a function of the same name', 'create function auth.user_id(text) returns text return $1'],
    ['a table of users', 'create table auth.users (id int)'],
    ['a materialised view', 'create materialized view m as select auth.user_id() as id'],
    [
      'a function that gives visitors an id',
      `create or replace function auth.user_id() returns text language sql stable
      as $$ select coalesce(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub', 'visitor') $$`,
    ],
    [
      'claims that are NULL for visitors',
      `create function auth.jwt() returns jsonb language sql stable
      as $$ select nullif(current_setting('request.jwt.claims', true), '')::jsonb $$`,
    ],
    [
      'a function that reads something else',
      `create or replace function auth.user_id() returns text language sql stable
      as $$ select current_setting('app.user_id', true) $$`,
    ],
  ])('is refused for %s', async (_, sql) => {
    await query(sql)
    const { exitCode, err } = await move()
    expect(err).toMatch(
      /^error (?:A move cannot take|Functions or policies read 'app\.user_id'|the function auth\.(?:user_id|jwt)\(\) )/,
    )
    expect(exitCode).toBe(1)
    expect(await query("select to_regnamespace('rowauth_move')::text as left_over")).toEqual([
      { left_over: null },
    ])
  })
})
