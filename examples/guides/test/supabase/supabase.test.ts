import { randomBytes } from 'node:crypto'
import { trustClaims } from '@rowauth/core'
import { startPostgres, type TestServer } from '@rowauth/testing'
import { sql } from 'drizzle-orm'
import { SignJWT } from 'jose'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/supabase/database.js'
import { sessionOf } from '../../src/supabase/legacy-secret.js'
import { tokenOf, visitor } from '../../src/supabase/token.js'

const projectRef = 'abcdefghijklmnopqrst'
const alice = '00000000-0000-4000-8000-0000000000a1'
const bob = '00000000-0000-4000-8000-0000000000b2'

/** As in a project of Supabase: its function, its roles, and a table that everybody may use. */
const setUp = `
  do $$ begin create role anon nologin; exception when duplicate_object or unique_violation then null; end $$;
  do $$ begin create role authenticated nologin; exception when duplicate_object or unique_violation then null; end $$;
  create schema auth;
  grant usage on schema auth to anon, authenticated;
  create function auth.uid() returns uuid language sql stable as $$
    select (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid
  $$;
  create table profiles (id uuid primary key, name text not null, listed boolean not null default false);
  alter table profiles enable row level security;
  grant all on profiles to anon, authenticated;
  create policy "own profile" on profiles to authenticated using ((select auth.uid()) = id);
  create policy "listed profiles" on profiles for select to anon using (listed);
  insert into profiles values ('${alice}', 'Alice', true), ('${bob}', 'Bob', false);`

describe('a project of Supabase', () => {
  let server: TestServer
  let owner: pg.Client
  let login: string
  let opened: ReturnType<typeof openDatabase>

  beforeAll(async () => {
    server = await startPostgres()
    owner = new pg.Client({ connectionString: server.connectionString })
    await owner.connect()
    await owner.query(setUp)
    login = `app_${randomBytes(6).toString('hex')}`
    await owner.query(`create role ${login} login noinherit password 'app'`)
    await owner.query(`grant anon, authenticated to ${login}`)
    const url = new URL(server.connectionString)
    url.username = login
    url.password = 'app'
    opened = openDatabase(url.href, projectRef)
  })

  afterAll(async () => {
    await opened?.client.end()
    await owner?.query(`drop owned by ${login}`)
    await owner?.query(`drop role ${login}`)
    await owner?.end()
    await server?.stop()
  })

  const names = async (session: ReturnType<typeof trustClaims> | null) =>
    (await opened.db.$withAuth(session).execute(sql`select name from profiles`)).map(({ name }) => name)

  it('shows everybody their rows over postgres.js, with its own functions and roles', async () => {
    const sessions = [trustClaims({ sub: alice }), trustClaims({ sub: bob }), null]
    expect(await Promise.all(sessions.map(names))).toEqual([['Alice'], ['Bob'], ['Alice']])
  })

  it('gives policies that ask auth.role() what they were given', async () => {
    await owner.query(`
      create function auth.role() returns text language sql stable as $$
        select nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
      $$;
      create policy "by role" on profiles for select to anon using (auth.role() = 'anon')`)
    expect((await names(visitor)).sort()).toEqual(['Alice', 'Bob'])
    expect(await names(null)).toEqual(['Alice'])
    await owner.query('drop policy "by role" on profiles')
  })

  it('takes the token of a session, and null without one', async () => {
    const auth = (session: { access_token: string } | null) => ({
      getSession: async () => ({ data: { session }, error: null }),
    })
    expect(await tokenOf(auth({ access_token: 'a.b.c' }))).toBe('a.b.c')
    expect(await tokenOf(auth(null))).toBeNull()
  })

  it('takes tokens of the legacy secret by way of jose, and none that is forged', async () => {
    const secret = 'a secret of at least thirty-two characters'
    const token = (key: string, claims: object) =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(`https://${projectRef}.supabase.co/auth/v1`)
        .setAudience('authenticated')
        .setExpirationTime('5m')
        .sign(new TextEncoder().encode(key))
    const session = await sessionOf(
      await token(secret, { sub: bob, role: 'service_role' }),
      secret,
      projectRef,
    )
    expect(await names(session)).toEqual(['Bob'])
    await expect(
      sessionOf(await token('another secret, of another project', { sub: bob }), secret, projectRef),
    ).rejects.toMatchObject({ code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' })
    await expect(sessionOf(await token(secret, {}), secret, projectRef)).rejects.toMatchObject({
      code: 'ERR_JWT_CLAIM_VALIDATION_FAILED',
    })
  })
})
