import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, himself, type Opened, standing, startBench, tried } from './support/bench.js'

/* Nothing of the schema, of its tables, and of the tables under policies is anybody's to change but the owner's. */

let bench: Bench
beforeAll(async () => {
  bench = await startBench()
  const { client } = await bench.opened('mallory')
  await client.query(`
    create function evil.mine() returns trigger language plpgsql as $$ begin return new; end $$;
    create function evil.mine(text) returns text language plpgsql immutable as $$ begin raise '%', $1; end $$;
    commit`)
})
afterAll(() => bench?.close())

const claims = `create or replace function auth.session() returns jsonb language sql as $$ select '{"sub":"alice"}'::jsonb $$`
const attempts: [string, string][] = [
  ['the session', claims],
  [
    'what opens one',
    `create or replace function auth.open_session(text) returns text language sql as $$ select '' $$`,
  ],
  [
    'what verifies a signature',
    `create or replace function auth.verify_with_key(int8, jsonb, text, bytea, bytea) returns bool language sql as $$ select true $$`,
  ],
  ['an overload', `create function auth.open_session(varchar) returns text language sql as $$ select '' $$`],
  ['a table in it', 'create table auth.mine ()'],
  ['a view in it', 'create view auth.mine as select 1'],
  ['a type in it', 'create domain auth.mine as int4'],
  ['another path', 'alter function auth.session() set search_path = evil'],
  ['a setting of a function', 'alter function auth.session() reset all'],
  ["the caller's rights", 'alter function auth.session() security invoker'],
  ['another owner', 'alter function auth.session() owner to authenticated'],
  ['another name', 'alter function auth.session() rename to mine'],
  ['another schema', 'alter function auth.session() set schema evil'],
  ['the cost of it', 'alter function auth.session() cost 1000000 leakproof'],
  ['what supports it', 'alter function auth.session() depends on extension plpgsql'],
  ['none of it', 'drop function auth.session() cascade'],
  ['no schema', 'drop schema auth cascade'],
  ['a schema of another name', 'alter schema auth rename to mine'],
  ['a schema of his', 'alter schema auth owner to authenticated'],
  ['the mark', "comment on schema auth is 'rowauth auth schema, version 0, application'"],
  ['a comment', "comment on function auth.session() is 'mine'"],
  ['a label', "security label on function auth.session() is 'mine'"],
  ['his key', `insert into auth.jwks (kid, alg, jwk) values ('mine', 'ES256', '{}')`],
  ['his key in the place of another', `update auth.jwks set jwk = '{}'`],
  ['his secret', `insert into auth.secrets (id, inner_pad, outer_pad) values (repeat('0', 36), '', '')`],
  ['no secrets', 'truncate auth.secrets'],
  ['the settings', 'update auth.verification_settings set allow_connection_jwk = true'],
  ['points of a key', 'delete from auth.ed25519_key_points'],
  ['a trigger', 'create trigger mine after insert on auth.jwks execute function evil.mine()'],
  ['a policy on secrets', 'create policy mine on auth.secrets using (true)'],
  ['an index', 'create index on auth.secrets (evil.mine(id))'],
  ['statistics', 'create statistics evil.mine on id, key_id from auth.secrets'],
  ['a reference', 'create table evil.probe (id text references auth.secrets)'],
  ['a partition', 'create table evil.child () inherits (auth.secrets)'],
  ['a lock', 'lock table auth.secrets in access exclusive mode'],
  ['a publication', 'create publication mine for table auth.secrets'],
  ['no row-level security', 'alter table public.todos disable row level security'],
  ['a policy of his', 'create policy mine on public.todos using (true)'],
  [
    'a trigger on what others write',
    'create trigger mine before insert on public.todos for each row execute function evil.mine()',
  ],
  ['a rule on what others write', 'create rule mine as on insert to public.todos do also select 1'],
  ['a view in the place of a table', 'alter table public.todos rename to old'],
  ["rights of the owner's", 'grant all on all tables in schema auth to authenticated'],
  ['the right to create there', 'grant create on schema auth to authenticated'],
  ['a member of the owner', 'grant postgres to authenticated'],
  ['no row-level security for himself', 'alter role authenticated bypassrls'],
]

describe.each(['authenticated', 'anonymous', 'none'])('%s makes', (role) => {
  let mallory: Opened
  beforeAll(async () => {
    mallory = await bench.opened('mallory')
    return () => mallory.client.query('rollback')
  })

  it.each(attempts)('%s not', async (_, sql) => {
    const { client } = mallory
    await client.query("select set_config('role', $1, true)", [role])
    const outcome = await tried(client, () => client.query(sql))
    await client.query('set local role authenticated')
    // A right that one does not have, one grants without an error and without effect.
    if (!sql.startsWith('grant')) expect(outcome).toMatch(/^(42501|22023|42704)$/)
    expect(await standing(client)).toEqual(himself)
    expect(await tried(client, () => client.query('create table auth.mine ()'))).toBe('42501')
    expect(await tried(client, () => client.query('select from auth.secrets'))).toBe('42501')
  })
})

it.each([
  ["read alice's", 'select title from public.todos where user_id = $$alice$$', { rows: [] }],
  [
    "read alice's through a view",
    'create temporary view t as select * from public.todos; select title from pg_temp.t where user_id = $$alice$$',
    expect.objectContaining({ 1: expect.objectContaining({ rows: [] }) }),
  ],
  ['write as alice', `insert into public.todos (user_id, title) values ('alice', 'x')`, '42501'],
  ['give alice what is his', `update public.todos set user_id = 'alice'`, '42501'],
  ["change alice's", `update public.todos set title = 'x' where user_id = 'alice' returning *`, { rows: [] }],
  ["delete alice's", `delete from public.todos where user_id = 'alice' returning *`, { rows: [] }],
  [
    "merge into alice's",
    `merge into public.todos t using (values ('alice')) v (id) on t.user_id = v.id when matched then update set title = 'x' when not matched then insert (user_id, title) values (v.id, 'x')`,
    '42501',
  ],
  ['empty the table', 'truncate public.todos', '42501'],
  ['read with row security off', 'set local row_security = off; select * from public.todos', '42501'],
  ['copy it', 'copy public.todos to stdout', { rowCount: 1 }],
])('he cannot %s', async (_, sql, outcome) => {
  const { client } = await bench.opened('mallory')
  const result = await tried(client, () => client.query(sql))
  if (typeof outcome === 'string') expect(result).toBe(outcome)
  else expect(result).toMatchObject(outcome)
  await client.query('set local row_security = on')
  expect(await standing(client)).toEqual(himself)
})

it('what he calls in his conditions is shown no row of hers', async () => {
  const { client } = await bench.opened('mallory')
  const notices: unknown[] = []
  client.on('notice', ({ message }) => notices.push(message))
  await client.query(`
    create function evil.tell(text) returns boolean language plpgsql cost 0.0000001 as $$
      begin raise notice '%', $1; return true; end $$`)
  const { rows } = await client.query('select title from public.todos where evil.tell(title)')
  expect(rows).toEqual([{ title: 'm1' }])
  expect(notices).toEqual(['m1'])
})
