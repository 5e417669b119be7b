import { authSchemaSql } from '@rowauth/core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openServer, type Server } from '../support/database.js'
import { rowauth } from '../support/run.js'

let server: Server
let url: string
const logins: string[] = []
beforeAll(async () => {
  server = await openServer()
  const { authenticated, anonymous } = server.roles
  await server.query(
    await server.createDatabase(),
    `create role ${authenticated} nologin; create role ${anonymous} nologin`,
  )
})
beforeEach(async () => {
  url = await server.createDatabase()
})
afterAll(() => server.close(logins))

const apply = (...args: string[]) => rowauth(['apply', '--url', url, ...server.rolesOption, ...args])

/** A schema `auth` made by hand, with a policy that calls its function. */
const byHand = (more = '') => `
  create schema auth;
  create function auth.user_id() returns text language sql stable
    as $$ select nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub' $$;
  create table todos (owner text);
  alter table todos enable row level security;
  create policy own on todos using (owner = auth.user_id());
  ${more}`

async function may(role: string, what: string): Promise<unknown> {
  const [row] = await server.query(url, `select has_${what.replace('?', `'${role}'`)} as may`)
  return row?.may
}

describe('what an adoption grants', () => {
  test('is usage and the functions that tell whose query it is, and nothing else in the schema', async () => {
    const { authenticated } = server.roles
    await server.query(
      url,
      byHand(`
        revoke execute on function auth.user_id() from public;
        create function auth.purge() returns int language sql as 'select 1';
        create function auth.on_insert() returns trigger language plpgsql as 'begin return new; end';
        revoke execute on function auth.purge() from public;`),
    )
    expect(await apply('--adopt')).toMatchObject({ exitCode: 0, err: '' })
    expect(await may(authenticated, "schema_privilege(?, 'auth', 'usage')")).toBe(true)
    expect(await may(authenticated, "function_privilege(?, 'auth.user_id()', 'execute')")).toBe(true)
    expect(await may(authenticated, "function_privilege(?, 'auth.purge()', 'execute')")).toBe(false)
    expect(await rowauth(['check', '--url', url])).toMatchObject({ exitCode: 0, err: '' })
  })

  test.each([
    ['a function that is everybody’s', "create function auth.purge() returns int language sql as 'select 1'"],
    ['a table', 'create table auth.accounts (secret text); grant select on auth.accounts to public'],
  ])('is no usage where that would open %s', async (_, more) => {
    await server.query(url, byHand(more))
    expect(await apply('--adopt')).toMatchObject({ exitCode: 0, err: '' })
    expect(await may(server.roles.authenticated, "schema_privilege(?, 'auth', 'usage')")).toBe(false)
    expect(await rowauth(['check', '--url', url])).toMatchObject({ exitCode: 0, err: '' })
  })
})

describe('the roles of an adoption', () => {
  test('a login role that bypasses policies, or inherits, is refused with what to run', async () => {
    const { authenticator, authenticated } = server.roles
    await server.query(url, byHand())
    await server.query(url, `create role late_${authenticator} login noinherit bypassrls`)
    logins.push(`late_${authenticator}`)
    const roles = ['--roles', `authenticator=late_${authenticator}`]
    const refused = await apply('--adopt', ...roles)
    expect(refused).toMatchObject({
      exitCode: 1,
      err: expect.stringMatching(/bypasses row-level security.*\nRun: /),
    })
    await server.query(url, `alter role late_${authenticator} nobypassrls`)
    expect(await apply('--adopt', ...roles)).toMatchObject({ exitCode: 0 })
    await server.query(url, `grant ${authenticated} to late_${authenticator}`)
    expect((await rowauth(['check', '--url', url])).exitCode).toBe(0)
    await server.query(url, `alter role late_${authenticator} superuser`)
    expect((await rowauth(['check', '--url', url])).out).toMatch(/role_unsafe role late_/)
  })
})

describe('what can be adopted', () => {
  test('not the auth schema of rowauth, and nothing where there is nothing', async () => {
    expect(await apply('--adopt')).toMatchObject({
      exitCode: 1,
      err: expect.stringMatching(/no row-level security to adopt/),
    })
    await server.query(url, authSchemaSql({ roles: server.roles }))
    for (const option of ['--adopt', '--move']) expect((await apply(option)).exitCode).toBe(1)
    expect(await apply()).toMatchObject({ exitCode: 0 })
  })

  test('not for verification by the database', async () => {
    await server.query(url, byHand())
    expect(await apply('--adopt', '--verification', 'database')).toMatchObject({ exitCode: 2 })
    expect(await apply('--adopt')).toMatchObject({ exitCode: 0 })
    expect((await rowauth(['check', '--url', url, '--verification', 'database'])).out).toMatch(
      /^verification_differs/,
    )
  })

  test('and moved from, also to a database that verifies', async () => {
    await server.query(url, byHand())
    await apply('--adopt')
    expect(await apply('--move', '--verification', 'database')).toMatchObject({ exitCode: 0, err: '' })
    expect(
      await rowauth(['check', '--url', url, '--verification', 'database', ...server.rolesOption]),
    ).toMatchObject({ exitCode: 0, err: '' })
    expect(await server.query(url, 'select pg_get_expr(polqual, polrelid) as text from pg_policy')).toEqual([
      { text: '(owner = auth.user_id())' },
    ])
  })

  test('once more changes nothing', async () => {
    await server.query(url, byHand())
    for (let time = 0; time < 2; time += 1) {
      expect(
        await rowauth(['apply', '--adopt', '--url', url, ...(time === 0 ? server.rolesOption : [])]),
      ).toMatchObject({
        exitCode: 0,
        err: '',
      })
    }
  })
})

describe('a role to query as', () => {
  test('is not one that sees everything, and visitors are not users', async () => {
    const support = `support_${server.roles.authenticated}`
    logins.push(support)
    await server.query(
      url,
      `create role ${support};
       create table orders (tenant_id text);
       alter table orders enable row level security;
       create policy tenant on orders using (tenant_id = current_setting('app.tenant_id', true));
       create policy support_reads_all on orders for select to ${support} using (true);`,
    )
    expect(await rowauth(['apply', '--adopt', '--url', url])).toMatchObject({
      exitCode: 1,
      err: expect.stringMatching(/^error Which role do queries of signed-in users run as\?/),
    })
    const { authenticator, authenticated } = server.roles
    const named = await rowauth([
      ...['apply', '--adopt', '--url', url, '--json'],
      ...['--roles', `authenticated=${authenticated},authenticator=${authenticator}`],
    ])
    expect(named.json()).toMatchObject({ names: { authenticated, anonymous: 'anonymous' } })
  })

  test('is asked for where a Supabase project has one of its own beside those of Supabase', async () => {
    const { authenticator, authenticated } = server.roles
    const appUser = `app_user_${authenticated}`
    logins.push(appUser)
    await server.query(
      url,
      `create role ${appUser};
       create schema auth; create table auth.users (id uuid);
       create function auth.uid() returns uuid language sql stable
         as $$ select (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid $$;
       create function auth.jwt() returns jsonb language sql stable
         as $$ select nullif(current_setting('request.jwt.claims', true), '')::jsonb $$;
       create table todos (owner uuid);
       alter table todos enable row level security;
       grant select on todos to ${appUser}, ${authenticated};
       create policy own on todos using (owner = (select auth.uid()))`,
    )
    const adopting = ['apply', '--adopt', '--url', url]
    const refused = await rowauth(adopting)
    expect(refused.err).toMatch(/^error Which role do queries of signed-in users run as\?/)
    expect(refused.err).toMatch(/visitors run as anon unless/)
    const roles = `authenticated=${appUser},anonymous=${server.roles.anonymous},authenticator=${authenticator}`
    expect(await rowauth([...adopting, '--roles', roles])).toMatchObject({ exitCode: 0, err: '' })
  })

  test('functions that were taken away from everybody stay so', async () => {
    await server.query(
      url,
      byHand(`
        create function auth.email() returns text language sql security definer as $$ select 'secret' $$;
        revoke execute on function auth.email() from public`),
    )
    expect(await apply('--adopt')).toMatchObject({ exitCode: 0, err: '' })
    expect(await may(server.roles.anonymous, "function_privilege(?, 'auth.email()', 'execute')")).toBe(false)
    expect(await rowauth(['check', '--url', url])).toMatchObject({ exitCode: 0 })
  })
})

describe('the mark of an adoption', () => {
  test('counts for nothing where somebody else has made it', async () => {
    const mallory = `mallory_${server.roles.authenticated}`
    logins.push(mallory)
    const { authenticated } = server.roles
    await server.query(url, authSchemaSql({ roles: server.roles }))
    await server.query(url, 'create or replace function auth.user_id() returns text return null')
    const mark = {
      adopts: 'settings',
      schema: 'x',
      authenticated,
      anonymous: authenticated,
      authenticator: mallory,
    }
    await server.query(
      url,
      `create role ${mallory} login;
       create schema rowauth authorization ${mallory};
       comment on schema rowauth is 'rowauth adoption, version 1: ${JSON.stringify(mark)}'`,
    )
    const { exitCode, out } = await rowauth(['check', '--url', url, ...server.rolesOption])
    expect(out).toMatch(/function_differs/)
    expect(exitCode).toBe(1)
    await server.query(url, 'drop schema auth cascade')
    expect((await rowauth(['check', '--url', url])).out).toMatch(/^not_installed/)
    expect((await rowauth(['apply', '--adopt', '--url', url])).exitCode).toBe(1)
    await server.query(url, `drop owned by ${mallory}`)
  })
})
