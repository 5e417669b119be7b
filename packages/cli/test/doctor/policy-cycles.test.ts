import { authSchemaSql } from '@rowauth/core'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lints } from '../../src/doctor/generated.js'
import { resolveOptions } from '../../src/doctor/options.js'
import { runLints } from '../../src/doctor/run-lints.js'
import { type OwnServer, startOwnServer } from './support/own-server.js'

/** What doctor says of policies that read others, beside what PostgreSQL does. */
interface CycleCase {
  readonly name: string
  readonly given: string
  /** The way that doctor tells; none where it finds nothing. */
  readonly way?: string
  /** Run as a signed-in user. */
  readonly query: string
  /** `42P17` is PostgreSQL's rewriter, `54001` the end of the stack. */
  readonly code?: '42P17' | '54001'
}

const tables = `
  create schema app;
  grant usage on schema app to authenticated;
  create table app.m (list int, user_id text);
  create table app.lists (id int, user_id text);
  create table app.plain (id int);
  insert into app.m values (1, 'alice'), (2, 'bob');
  insert into app.lists values (1, 'alice');
  alter table app.m enable row level security;
  alter table app.lists enable row level security;
  grant select, insert, update, delete on app.m, app.lists, app.plain to authenticated;`
const me = '(select auth.user_id())'
const own = (table: string) =>
  `create policy own on app.${table} for select to authenticated using (user_id = ${me});`
const itself = `create policy team on app.m for select to authenticated
  using (list in (select x.list from app.m x where x.user_id = ${me}));`

const cases: CycleCase[] = [
  {
    name: 'a table and itself',
    given: itself,
    way: 'app.m → app.m',
    query: 'select from app.m',
    code: '42P17',
  },
  {
    name: 'two tables',
    given: `
      create policy team on app.m for select to authenticated
        using (exists (select from app.lists l where l.id = list and l.user_id = ${me}));
      create policy team on app.lists to authenticated using (id in (select m.list from app.m));`,
    way: 'app.lists → app.m → app.lists',
    query: 'select from app.m',
    code: '42P17',
  },
  {
    name: 'an insert that looks at its own table, whose policy for reading has a sub-select',
    given: `${own('m')}
      create policy adds on app.m for insert to authenticated with check (list in (select x.list from app.m x));`,
    way: 'app.m → app.m',
    query: `insert into app.m values (1, 'alice')`,
    code: '42P17',
  },
  {
    name: 'the same where the policy for reading has none',
    given: `
      create policy own on app.m for select to authenticated using (user_id = auth.user_id());
      create policy adds on app.m for insert to authenticated
        with check (list in (select x.list from app.m x));`,
    query: `insert into app.m values (1, 'alice')`,
  },
  {
    name: 'deleting what a sub-select on the table finds',
    given: `${own('m')}
      create policy removes on app.m for delete to authenticated using (list in (select x.list from app.m x));`,
    way: 'app.m → app.m',
    query: 'delete from app.m',
    code: '42P17',
  },
  {
    name: 'through a view with security_invoker',
    given: `create view app.v with (security_invoker) as select list, user_id from app.m;
      create policy team on app.m for select to authenticated using (list in (select v.list from app.v));`,
    way: 'app.m → app.v → app.m',
    query: 'select from app.m',
    code: '42P17',
  },
  {
    name: 'through a view of the owner, whom the policies do not hold for',
    given: `create view app.v as select list, user_id from app.m;
      create policy team on app.m for select to authenticated
        using (list in (select v.list from app.v where v.user_id = ${me}));
      grant select on app.v to authenticated;`,
    query: 'select from app.m',
  },
  {
    name: 'through a view of a role that the policies hold for',
    given: `create role viewer nologin; grant usage on schema app, auth to viewer;
      grant select on app.m to viewer;
      create view app.v as select list, user_id from app.m;
      grant create on schema app to viewer;
      alter view app.v owner to viewer;
      grant select on app.v to authenticated;
      create policy team on app.m for select to public using (list in (select v.list from app.v));`,
    way: 'app.m → app.v → app.m',
    query: 'select from app.m',
    code: '42P17',
  },
  {
    name: 'through an SQL function with a body of text',
    given: `create function app.mine() returns setof int language sql stable set search_path = ''
        as 'select m.list from app.m';
      create policy team on app.m for select to authenticated using (list in (select app.mine()));`,
    way: 'app.m → app.mine → app.m',
    query: 'select from app.m',
    code: '54001',
  },
  {
    name: 'through a function that PostgreSQL has parsed, and another table',
    given: `create function app.mine() returns setof int language sql stable
        begin atomic select l.id from app.lists l; end;
      create policy team on app.m for select to authenticated using (list in (select app.mine()));
      create policy team on app.lists for select to authenticated using (id in (select m.list from app.m));`,
    way: 'app.lists → app.m → app.mine → app.lists',
    query: 'select from app.m',
    code: '54001',
  },
  {
    name: 'through PL/pgSQL without a sub-select around it',
    given: `create function app.may_see(l int) returns bool language plpgsql stable
        as 'begin return exists (select from app.m x where x.list = l); end';
      create policy team on app.m for select to authenticated using (app.may_see(list));`,
    way: 'app.m → app.may_see → app.m',
    query: 'select from app.m',
    code: '54001',
  },
  {
    name: 'a SECURITY DEFINER function of the owner of the table',
    given: `create function app.mine() returns setof int language sql stable security definer set search_path = ''
        as 'select m.list from app.m where m.user_id = auth.user_id()';
      create policy team on app.m for select to authenticated using (list in (select app.mine()));`,
    query: 'select from app.m',
  },
  {
    name: 'a SECURITY DEFINER function of an owner under FORCE, who is nobody special',
    given: `create role keeper nologin; grant usage, create on schema app to keeper; grant usage on schema auth to keeper; grant execute on all functions in schema auth to keeper;
      alter table app.m owner to keeper; alter table app.m force row level security;
      create function app.mine() returns setof int language sql stable security definer set search_path = ''
        as 'select m.list from app.m where m.user_id = auth.user_id()';
      alter function app.mine() owner to keeper;
      create policy team on app.m for select to public using (list in (select app.mine()));`,
    way: 'app.m → app.mine → app.m',
    query: 'select from app.m',
    code: '54001',
  },
  {
    name: 'one way is no circle',
    given: `${own('m')}
      create policy team on app.lists for select to authenticated
        using (id in (select m.list from app.m where m.user_id = ${me}) or exists (select from app.plain));`,
    query: 'select from app.lists',
  },
  {
    name: 'a policy for another role',
    given: `create role clerk nologin; ${own('m')}
      create policy team on app.m for select to clerk using (list in (select x.list from app.m x));`,
    query: 'select from app.m',
  },
  {
    name: 'a table whose row-level security is off',
    given: `alter table app.m disable row level security; ${itself}`,
    query: 'select from app.m',
  },
  {
    name: 'columns of its own row alone, named like a table',
    given: `alter table app.m add m int;
      create policy team on app.m for select to authenticated using (user_id = ${me} or (select m) = list);`,
    query: 'select from app.m',
  },
  {
    name: 'without a permissive policy nothing is looked up',
    given: `create policy team on app.m as restrictive for select to authenticated
      using (list in (select x.list from app.m x));`,
    query: 'select from app.m',
  },
]

const numbers = lints.map(({ number }) => number)

describe('policies that read each other', () => {
  let own: OwnServer
  let client: pg.Client
  beforeAll(async () => {
    own = await startOwnServer(authSchemaSql(), tables, `alter system set max_stack_depth = '100kB'`)
    client = own.client
    await client.query('select pg_reload_conf()')
  })
  afterAll(() => own?.[Symbol.asyncDispose]())

  test.each(cases)('$name', async ({ given, way, query, code }) => {
    await client.query('begin')
    try {
      await client.query(given)
      const findings = await runLints(client, resolveOptions({ appRole: 'authenticator' }, numbers))
      const cycles = findings.filter(({ number }) => number === 311)
      expect(cycles.map(({ detail }) => detail.split(',')[0])).toEqual(way === undefined ? [] : [way])
      await client.query(
        `select set_config('role', 'authenticated', true), set_config('request.jwt.claims', '{"sub":"alice"}', true)`,
      )
      const outcome = await client.query(query).then(
        () => undefined,
        (error: { code?: string }) => error.code,
      )
      expect(outcome).toBe(code)
    } finally {
      await client.query('rollback')
    }
  })
})
