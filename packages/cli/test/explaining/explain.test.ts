import { authSchemaSql } from '@rowauth/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openServer, type Server } from '../support/database.js'
import { rowauth } from '../support/run.js'

let server: Server
let url: string

beforeAll(async () => {
  server = await openServer()
  url = await server.createDatabase()
  const { authenticated } = server.roles
  await server.query(url, authSchemaSql({ roles: server.roles }))
  await server.query(
    url,
    `create schema app; grant usage on schema app to ${authenticated};
    create table app.notes (id int primary key, user_id text, done boolean);
    insert into app.notes select i, 'u' || i % 500, i % 2 = 0 from generate_series(1, 20000) i;
    create index notes_user on app.notes (user_id);
    create table app.members (note int, user_id text); insert into app.members select i, 'u1' from generate_series(1, 10) i;
    grant select on app.members to ${authenticated};
    alter table app.notes enable row level security;
    grant select, update, delete on app.notes to ${authenticated};
    create policy own on app.notes to ${authenticated} using ((select auth.user_id()) = user_id);
    create function app.me() returns text stable language plpgsql as $$ begin return auth.user_id(); end $$;
    create view app.titles as select id from app.notes;
    analyze`,
  )
})
afterAll(() => server.close())

const explain = (...args: string[]) =>
  rowauth(['doctor', '--url', url, ...server.rolesOption, '--explain', ...args])

/** Explains with another condition in the place of the policy's. */
async function withCondition(condition: string, ...args: string[]) {
  await server.query(url, `alter policy own on app.notes using (${condition})`)
  return explain('app.notes', ...args)
}

test('a good policy is evaluated once, and rows are found by an index', async () => {
  const { exitCode, out } = await explain('notes')
  expect(exitCode).toBe(0)
  const found = 'evaluated once; index notes_user; about 40 rows; own'
  expect(out.split('\n')).toEqual([
    `app.notes as ${server.roles.authenticated}: 20000 rows in the table`,
    `✔ select: ${found}`,
    `✔ update: ${found}`,
    `✔ delete: ${found}`,
    '',
  ])
})

test.each([
  [
    'a bare call',
    'auth.user_id() = user_id and length(user_id) > 0 or done and auth.user_id() is null',
    /current_setting/,
  ],
  ['a function of the application', 'app.me() = user_id or done', /app\.me/],
  ['a comparison in the sub-select', '(select auth.user_id() = user_id)', /a sub-select/],
  [
    'a sub-select that looks at the row',
    '(select count(*) from app.members m where m.note = notes.id) > 3',
    /a sub-select/,
  ],
])('%s is evaluated per row, and no index helps', async (_, condition, what) => {
  const { exitCode, out } = await withCondition(condition)
  expect(exitCode).toBe(1)
  expect(out).toMatch(
    /\n✖ select: evaluated per row \(.*\); sequential scan \(no index can be used\); about \d+ rows; own\n/,
  )
  expect(out).toMatch(what)
})

test.each([
  [
    'a list of its own',
    'id in (select m.note from app.members m where m.user_id = (select auth.user_id()))',
    'evaluated once',
  ],
  ['no session at all', 'done', 'nothing of the session is asked'],
])('%s is no call per row', async (_, condition, what) => {
  const { exitCode, out } = await withCondition(condition)
  expect({ exitCode, out }).toEqual({
    exitCode: 0,
    out: expect.stringContaining(`▲ select: ${what}; sequential scan`),
  })
})

test('a policy that compares no row needs no index', async () => {
  const { out } = await withCondition('true')
  expect(out).toContain(
    '✔ select: nothing of the session is asked; sequential scan (no row is compared); about 20000 rows; own\n',
  )
})

test('a small table is read whole, and an index is named that could be used', async () => {
  await server.query(
    url,
    `create table app.small (user_id text primary key); insert into app.small values ('a'), ('b'); analyze app.small;
    alter table app.small enable row level security; grant select on app.small to ${server.roles.authenticated};
    create policy own on app.small using ((select auth.user_id()) = user_id)`,
  )
  const { exitCode, out } = await explain('app.small', '--claims', '{"sub":"a"}')
  expect(exitCode).toBe(0)
  expect(out).toContain(
    '✔ select: evaluated once; sequential scan (could use small_pkey); about 1 row; own\n',
  )
  expect(out).toContain('● delete: permission denied for table small\n')
  expect(out).toContain('PostgreSQL reads a small table whole even where an index could be used.')
})

test('where no policy is asked it says so', async () => {
  const { exitCode, out } = await explain('app.members')
  expect({ exitCode, out }).toEqual({ exitCode: 1, out: expect.stringContaining('✖ No policy is asked') })
  const superuser = new URL(url).username
  const { json } = await explain('app.notes', '--as', superuser, '--json')
  expect(json()).toMatchObject({ ok: false, asksPolicies: false, role: superuser })
})

test.each([
  [['app.nothing'], 2, /There is no table app\.nothing/],
  [['a.b.c.d'], 2, /There is no table a\.b\.c\.d/],
  [['app.titles'], 2, /app\.titles is no table/],
  [['app.notes', '--as', 'nobody at all'], 2, /There is no role nobody at all/],
  [['app.notes', '--format', 'sarif'], 2, /--explain and --format sarif exclude/],
])('refuses %s', async (args, code, message) => {
  const { exitCode, out, err } = await explain(...args)
  expect({ exitCode, out }).toEqual({ exitCode: code, out: '' })
  expect(err).toMatch(message)
})

test('a connection that may not take the role is told so', async () => {
  const role = server.roles.anonymous
  await server.query(url, `alter role ${role} login password 'visits'`)
  const visitor = new URL(url)
  visitor.username = role
  visitor.password = 'visits'
  const { exitCode, err } = await rowauth([
    ...['doctor', '--url', visitor.href, ...server.rolesOption],
    ...['--explain', 'app.notes', '--as', server.roles.authenticated],
  ])
  expect({ exitCode, err }).toEqual({ exitCode: 1, err: expect.stringContaining('may not take the role') })
})
