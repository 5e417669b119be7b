import { authSchemaSql, createIssuer, generateSigningKey } from '@rowauth/core'
import { databaseFunctions, databaseTables, ownerFunctions } from '@rowauth/core/internal'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  column,
  dropRoles,
  errorWithin,
  loginAs,
  ownRoles,
  rolledBack,
  withClient,
} from '../support/database.js'
import { open, registerIssuer, startVerifying, type VerifyingDatabase } from './support/verifying-database.js'

let database: VerifyingDatabase
let client: pg.Client

beforeAll(async () => {
  database = await startVerifying()
  client = database.client
  await registerIssuer(client)
})

afterAll(() => database[Symbol.asyncDispose]())

test('what is installed is what the lists say', async () => {
  expect(
    (
      await column(client, `select distinct proname from pg_proc where pronamespace = 'auth'::regnamespace`)
    ).sort(),
  ).toEqual([...databaseFunctions.map(({ name }) => name), ...ownerFunctions].sort())
  expect(
    (
      await column(
        client,
        `select relname from pg_class where relnamespace = 'auth'::regnamespace and relkind = 'r'`,
      )
    ).sort(),
  ).toEqual([...databaseTables].sort())
})

test("tables and functions of the owner are nobody else's", async () => {
  expect(
    await column(
      client,
      `select p.proname from pg_proc p, aclexplode(coalesce(proacl, acldefault('f', proowner))) acl
       where pronamespace = 'auth'::regnamespace and acl.grantee <> p.proowner and p.proname = any($1)
       union all
       select c.relname from pg_class c, aclexplode(coalesce(relacl, acldefault('r', relowner))) acl
       where relnamespace = 'auth'::regnamespace and relkind = 'r' and acl.grantee <> c.relowner`,
      [ownerFunctions],
    ),
  ).toEqual([])
})

test('public functions are for the roles of queries, those that open sessions for the login role, and what drivers call for any', async () => {
  const { authenticated, anonymous, authenticator } = database.roles
  for (const { name, arguments: types, access } of databaseFunctions) {
    const grantees = await column(
      client,
      `select case acl.grantee when 0 then 'public' else pg_get_userbyid(acl.grantee)::text end
       from pg_proc p, aclexplode(coalesce(proacl, acldefault('f', proowner))) acl
       where p.oid = $1::regprocedure and acl.grantee <> p.proowner order by 1`,
      [`auth.${name}(${types.join()})`],
    )
    expect(grantees).toEqual(
      [
        ...[anonymous, authenticated],
        ...(access === 'policies' ? [] : [authenticator]),
        ...(access === 'drivers' ? ['public'] : []),
      ].sort(),
    )
  }
})

test.each(['authenticated', 'anonymous', 'authenticator'] as const)(
  '%s reads no secret and calls nothing of the owner',
  async (role) => {
    await rolledBack(client, async () => {
      await client.query(`set local role ${database.roles[role]}`)
      for (const table of databaseTables) {
        for (const sql of [
          `select * from auth.${table}`,
          `delete from auth.${table}`,
          `lock table auth.${table}`,
        ]) {
          expect((await errorWithin(client, sql)).code).toBe('42501')
        }
      }
      for (const call of [
        `register_jwk('{}')`,
        `retire_jwk('a')`,
        'rotate_secret()',
        'audit_log(true)',
        'allow_connection_jwk(true)',
        `verify_signature('{}', 'RS256', '', '')`,
        'new_secret(1)',
        `mac('', '', '', '')`,
        `put_session('', '', true)`,
      ]) {
        expect((await errorWithin(client, `select auth.${call}`)).code).toBe('42501')
      }
      expect((await errorWithin(client, 'create table auth.mine ()')).code).toBe('42501')
      expect(
        (
          await errorWithin(
            client,
            `create or replace function auth.session() returns jsonb language sql as $$ select '{}'::jsonb $$`,
          )
        ).code,
      ).toBe('42501')
    })
  },
)

test('default privileges of the owner open nothing', async () => {
  const { authenticated } = database.roles
  const fresh = await database.server.createDatabase()
  await withClient(fresh, async (other) => {
    await other.query(`alter default privileges grant all on tables to public, ${authenticated};
      alter default privileges grant all on functions to ${authenticated}`)
    await other.query(authSchemaSql({ roles: database.roles, verification: 'database' }))
    await other.query(`set role ${authenticated}`)
    for (const table of databaseTables) {
      await expect(other.query(`select from auth.${table}`)).rejects.toMatchObject({ code: '42501' })
    }
    await expect(other.query('select auth.rotate_secret()')).rejects.toMatchObject({ code: '42501' })
    await other.query('reset role')
    for (const role of Object.values(database.roles)) await other.query(`drop owned by ${role} cascade`)
  })
})

test('an owner without rights beyond creating roles and schemas installs it, and it works', async () => {
  const roles = ownRoles()
  const owner = roles.authenticator.replace('authenticator', 'owner')
  const fresh = await database.server.createDatabase()
  const login = await loginAs(fresh, owner, 'createrole')
  await withClient(fresh, (admin) =>
    admin.query(`grant create on database "${new URL(fresh).pathname.slice(1)}" to ${owner}`),
  )
  const { privateJwk, publicJwk } = await generateSigningKey({ alg: 'EdDSA' })
  const token = await createIssuer({ privateJwk }).sign({ sub: 'alice' })
  await withClient(login, async (other) => {
    await other.query(authSchemaSql({ roles, verification: 'database' }))
    await other.query('select auth.register_jwk($1), auth.audit_log(true)', [publicJwk])
  })
  await withClient(await loginAs(fresh, roles.authenticator), (app) =>
    rolledBack(app, async () => {
      await app.query(`set local role ${roles.authenticated}`)
      await open(app, token)
      expect(await column(app, 'select auth.user_id()')).toEqual(['alice'])
    }),
  )
  await dropRoles([fresh], [...Object.values(roles), owner])
})
