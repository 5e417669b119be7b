import { authSchemaSql } from '@rowauth/core'
import { startPostgres, type TestServer } from '@rowauth/testing'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { installedObjects } from './support/catalog.js'
import {
  become,
  column,
  dropRoles,
  errorOf,
  install,
  outermostMajors,
  ownRoles,
  rolledBack,
  withClient,
} from './support/database.js'

const uuid = '67e55044-10b1-426f-9247-bb680e5fe0c8'

/** Functions and operators that answer as their maker likes, named as those of pg_catalog. */
const takeover = `
  create function "current_setting"(text, boolean) returns text language sql as $$ select '{"sub":"victim"}'::text $$;
  create function jsonb_path_query_first(jsonb, jsonpath, jsonb, boolean) returns jsonb
    language sql as $$ select '"victim"'::jsonb $$;
  create function regexp_replace(text, text, text) returns text language sql as $$ select 'victim'::text $$;
  create function "substring"(text, text) returns text language sql as $$ select 'victim'::text $$;
  create function pick(jsonb, text) returns text language sql as $$ select 'victim'::text $$;
  create function pick(jsonb, text[]) returns text language sql as $$ select 'victim'::text $$;
  create function agree(text, text) returns boolean language sql as $$ select true $$;
  create operator ->> (leftarg = jsonb, rightarg = text, function = pick);
  create operator #>> (leftarg = jsonb, rightarg = text[], function = pick);
  create operator = (leftarg = text, rightarg = text, function = agree);
  create operator <> (leftarg = text, rightarg = text, function = agree);`

/** What the installing script itself could be made to call. */
const ambush = `
  create function ambush() returns void language plpgsql as $$ begin raise exception 'ambushed'; end $$;
  create function set_config(text, text, boolean) returns text language sql as $$ select null::text from ambush() $$;
  create function quote_ident(text) returns text language sql as $$ select null::text from ambush() $$;
  create function to_regrole(text) returns regrole language sql as $$ select null::regrole from ambush() $$;
  create function hashtext(text) returns int language sql as $$ select 1 from ambush() $$;
  create function pg_advisory_xact_lock(int, int) returns void language sql as $$ select null::void from ambush() $$;
  create function pg_has_role(name, name, text) returns boolean language sql as $$ select true from ambush() $$;
  create function pg_has_role(text, text, text) returns boolean language sql as $$ select true from ambush() $$;
  create function glue(text, text) returns text language sql as $$ select null::text from ambush() $$;
  create function same(name, text) returns boolean language sql as $$ select true from ambush() $$;
  create function same(name, name) returns boolean language sql as $$ select true from ambush() $$;
  create function more(int, int) returns boolean language sql as $$ select true from ambush() $$;
  create operator || (leftarg = text, rightarg = text, function = glue);
  create operator = (leftarg = name, rightarg = text, function = same);
  create operator = (leftarg = name, rightarg = name, function = same);
  create operator >= (leftarg = int, rightarg = int, function = more);
  create operator > (leftarg = int, rightarg = int, function = more);
  create view pg_roles as select 'x'::name as rolname, true as rolsuper from ambush();
  create view pg_namespace as select 1::oid as oid, 'auth'::name as nspname from ambush();
  create domain text as pg_catalog.text check (false);
  create domain jsonb as pg_catalog.jsonb check (false);
  create domain uuid as pg_catalog.uuid check (false);`

describe.each(outermostMajors)('a hostile search_path on PostgreSQL %i', (version) => {
  let server: TestServer
  let client: pg.Client
  let roles: Awaited<ReturnType<typeof install>>

  beforeAll(async () => {
    server = await startPostgres({ version })
    roles = await install(server.connectionString)
    client = new pg.Client(server.connectionString)
    await client.connect()
  })

  afterAll(async () => {
    await client.end()
    await dropRoles([server.connectionString], Object.values(roles))
    await server.stop()
  })

  test("operators and functions in the caller's own schema do not make him someone else", async () => {
    await rolledBack(client, async () => {
      await client.query(`create function naive_user_id() returns text language sql stable
          as $$ select current_setting('request.jwt.claims', true)::jsonb ->> 'sub' $$;
        create table notes (user_id pg_catalog.text);
        insert into notes values ('victim'), ('${uuid}');
        alter table notes enable row level security;
        grant select on notes to ${roles.authenticated};
        create policy own on notes using ((select auth.user_id()) = user_id);
        create schema mallory authorization ${roles.authenticated}`)
      await become(client, roles.authenticated, { sub: uuid, o: { id: uuid } })
      await client.query(`set local search_path = mallory, pg_catalog; ${takeover}`)
      await client.query('set local search_path = mallory, pg_catalog, public')

      expect(await column(client, 'select naive_user_id()')).toEqual(['victim'])
      const { rows } = await client.query(`select auth.user_id() as "userId", auth.uid() as uid,
        auth.organization_id() as "organizationId", auth.session() as session, auth.jwt() as jwt`)
      const claims = { sub: uuid, o: { id: uuid } }
      expect(rows).toEqual([{ userId: uuid, uid: uuid, organizationId: uuid, session: claims, jwt: claims }])
      expect(await column(client, 'select user_id from public.notes')).toEqual([uuid])
    })
  })

  test.each(['application', 'database'] as const)(
    'the script for the %s installs the same under it, and leaves it as it was',
    async (verification) => {
      const names = ownRoles()
      const clean = await server.createDatabase()
      const hostile = await server.createDatabase()
      await withClient(clean, (other) => other.query(authSchemaSql({ roles: names, verification })))
      await withClient(hostile, async (other) => {
        await other.query(`create schema trap; set search_path = trap, pg_catalog; ${takeover} ${ambush}`)
        expect((await errorOf(other, `select quote_ident('a')`)).message).toBe('ambushed')
        expect((await errorOf(other, `select 'a'::name = 'a'::name`)).message).toBe('ambushed')
        await other.query(authSchemaSql({ roles: names, verification }))
        await other.query(authSchemaSql({ roles: names, verification }))
        expect((await other.query('show search_path')).rows).toEqual([{ search_path: 'trap, pg_catalog' }])
        await other.query('begin; set local search_path = trap')
        await other.query(authSchemaSql({ roles: names, verification }))
        expect((await other.query('show search_path')).rows).toEqual([{ search_path: 'trap' }])
        await other.query('commit')
      })
      const expected = await withClient(clean, (other) => installedObjects(other))
      expect(await withClient(hostile, (other) => installedObjects(other))).toEqual(expected)
      await dropRoles([clean, hostile], Object.values(names))
    },
  )
})
