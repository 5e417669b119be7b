import { describe, expect, test } from 'vitest'
import { findObstacle } from '../../src/migrations/obstacles.js'

const names = {
  schema: 'auth',
  authenticated: 'authenticated',
  anonymous: 'anonymous',
  authenticator: 'authenticator',
}
const find = (sql: string, other: Partial<typeof names> = {}) =>
  findObstacle(sql, { ...names, ...other }, new Set())

describe('an obstacle', () => {
  test.each([
    ['create policy p on t using ((select auth.user_id()) = o)', 'calls auth.user_id()'],
    ['create policy p on t using (auth.organization_id() = o)', 'calls auth.organization_id()'],
    ['CREATE POLICY "p" ON "t" USING ("auth"."uid"() = o)', 'calls auth.uid()'],
    ['create table t (o text default Auth . User_Id ( ))', 'calls auth.user_id()'],
    ['do $$ begin execute 1; create policy p on t using (auth.jwt() is null); end $$', 'calls auth.jwt()'],
    ['create policy p on t to "authenticated" using (true)', 'names the role authenticated'],
    ['create policy p on t for select to other, anonymous', 'names the role anonymous'],
    ['alter policy p on t to authenticated with check (true)', 'names the role authenticated'],
    ['grant select on t to authenticated', 'names the role authenticated'],
    [`select ';'; -- it's\ngrant a to Authenticator`, 'names the role authenticator'],
  ])('is a policy or grant before it: %s', (sql, what) => {
    expect(find(sql)).toEqual({ code: 'policies_come_first', what })
  })

  test.each([
    ['create extension if not exists "pg_session_jwt"', /pg_session_jwt/],
    ['create function auth.uid() returns uuid return null', /a function auth\.uid\(\) of its own/],
    [
      'create function auth.init() returns void language sql begin atomic end',
      /a function auth\.init\(\) of its own/,
    ],
    ['alter table t add constraint c foreign key (u) references auth.users(id)', /auth\.users/],
    ['CREATE TABLE "auth"."users" ("id" uuid)', /auth\.users/],
  ])('is a schema of somebody else: %s', (sql, what) => {
    expect(find(sql)).toEqual({ code: 'foreign_schema', what: expect.stringMatching(what) })
  })
})

describe('no obstacle', () => {
  test.each([
    'create table t (id int); create table users (id int)',
    'create schema auth',
    '-- create policy p on t using (auth.user_id() = o)',
    '/* grant select on t to authenticated; */ select 1',
    '/* once: /* of old */ grant select on t to authenticated; */ select 1',
    `comment on table t is 'grant select on t to authenticated; auth.user_id()'`,
    `select E'it\\'s; grant select on t to authenticated'`,
    'create policy authenticated on t to others using (true)',
    'create policy p on authenticated using (true)',
    'create policy p on t to "Authenticated" using (true)',
    'create policy p on t to others using (name = authenticated)',
    'select my_auth.user_id(), auth.user_id_of(1), public.authenticated',
    'create role authenticated; grant select on t to authenticated',
  ])('is in %s', (sql) => {
    expect(find(sql)).toBeUndefined()
  })

  test('is what uses other names', () => {
    const sql =
      'create policy p on t to authenticated using (auth.user_id() = o); create extension pg_session_jwt'
    const other = { schema: 'a.b', authenticated: 'me"mber', anonymous: 'guest', authenticator: 'web' }
    expect(find(sql, other)).toBeUndefined()
    expect(find('grant all on t to "me""mber"', other)?.what).toBe('names the role me"mber')
    expect(find('select "a.b".jwt()', other)?.what).toBe('calls a.b.jwt()')
    expect(find('select a.b.jwt()', other)).toBeUndefined()
  })
})
