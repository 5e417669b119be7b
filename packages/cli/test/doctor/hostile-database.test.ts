import { authSchemaSql } from '@rowauth/core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { diagnose } from '../../src/doctor/diagnose.js'
import { splitStatements } from '../../src/sql-text/split-statements.js'
import { rowauth } from '../support/run.js'
import { brokenDatabase } from './support/broken-database.js'
import { type OwnServer, startOwnServer } from './support/own-server.js'

/** What ends a comment, and the transaction with it, and gives a role everything. */
const ends = ' %\r\ncommit;alter role mallory superuser;--'

const renaming = `
  create role mallory;
  do $do$
  declare
    statement text;
    ends text := '${ends}';
  begin
    for statement in
      select format('alter policy %I on %s rename to %I', p.polname, p.polrelid::regclass, left(p.polname, 22) || ends)
      from pg_policy p
      union all
      select format('alter table %s rename column %I to %I', a.attrelid::regclass, a.attname, left(a.attname, 22) || ends)
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = '"Odd ""Schema"""'::regnamespace and c.relkind = 'r' and a.attnum > 0 and a.attinhcount = 0
      union all
      select format('alter table %s rename to %I', c.oid::regclass, left(c.relname, 22) || ends)
      from pg_class c
      where c.relnamespace = '"Odd ""Schema"""'::regnamespace and c.relkind in ('r', 'v', 'm', 'f')
      union all
      select format('alter schema closed rename to %I', 'closed' || ends)
      union all
      select format('alter role %I rename to %I', r, r || ends) from unnest(array['web', 'boss', 'editor']) r
    loop
      execute statement;
    end loop;
  end $do$`

// A rehearsal looks through the database some tens of times.
vi.setConfig({ testTimeout: 120_000 })

let own: OwnServer
beforeAll(async () => {
  own = await startOwnServer(
    authSchemaSql(),
    brokenDatabase,
    `create table "Odd ""Schema""".parted (id int, user_id text) partition by range (id);
    alter table "Odd ""Schema""".parted enable row level security;
    create table "Odd ""Schema""".part partition of "Odd ""Schema""".parted for values from (1) to (2);
    grant select on "Odd ""Schema""".part, "Odd ""Schema""".without_policy to authenticated, web;`,
    renaming,
  )
})
afterAll(() => own?.[Symbol.asyncDispose]())

const options = { appRole: `web${ends}`, allowed: [`editor${ends}`] }

/** Found in every statement that a name has become part of without being one. */
const escaped = /^(?:commit|alter role mallory)/i

test('no name gets out of the comments of a fix', async () => {
  const findings = await diagnose(own.client, options)
  expect(findings.length).toBeGreaterThan(25)
  for (const { number, fix } of findings) {
    const statements = splitStatements(fix).map(({ text }) => text)
    expect(
      statements.filter((text) => escaped.test(text)),
      `${number}`,
    ).toEqual([])
  }
})

test('nothing of names is run by trying the fixes, or by their script', async () => {
  const { appRole, allowed } = options
  const args = ['--url', own.server.connectionString, '--app-role', appRole, '--allowed', allowed[0] ?? '']
  const { json } = await rowauth(['doctor', ...args, '--sql', '--json'])
  const script = String(json().script)
  expect(splitStatements(script).filter(({ text }) => escaped.test(text))).toEqual([])
  const isSuperuser = async () =>
    (await own.client.query(`select rolsuper from pg_roles where rolname = 'mallory'`)).rows[0].rolsuper
  expect(await isSuperuser()).toBe(false)
  await own.client.query(`begin; ${script} commit`)
  expect(await isSuperuser()).toBe(false)
}, 90_000)

test('no function of somebody else is called, whatever has the name of what is read', async () => {
  await own.client.query(`
    create schema forged authorization mallory;
    comment on schema forged is 'rowauth auth schema, version 9, database';
    create function forged.act() returns int language plpgsql as $$ begin raise exception 'acted'; end $$;
    create view forged.jwks as select forged.act() as id, 'k' as kid, 'i' as issuer, now() as not_after, now() as not_before;
    create view forged.secrets as select forged.act() as made_in, 0 as tableoid;
    create view forged.verification_settings as select forged.act() as allow_connection_jwk, 0 as tableoid;
    alter view forged.jwks owner to mallory; alter view forged.secrets owner to mallory;
    alter view forged.verification_settings owner to mallory;
    create function public.array_position(name[], name) returns int language plpgsql
      as $$ begin raise exception 'acted'; end $$;
    create table public.plain (id int)`)
  expect(await diagnose(own.client, { ...options, schema: 'forged' })).not.toEqual([])
  const explained = await rowauth(['doctor', '--url', own.server.connectionString, '--explain', 'plain'])
  expect(explained).toMatchObject({ err: '', out: expect.stringContaining('public.plain as authenticated') })
})
