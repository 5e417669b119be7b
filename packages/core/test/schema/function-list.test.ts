import { readFile } from 'node:fs/promises'
import { authFunctions } from '@rowauth/core/internal'
import { startPostgres, type TestServer } from '@rowauth/testing'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dropRoles, install } from './support/database.js'

let server: TestServer
let client: pg.Client
let roles: Awaited<ReturnType<typeof install>>

beforeAll(async () => {
  server = await startPostgres()
  roles = await install(server.connectionString)
  client = new pg.Client(server.connectionString)
  await client.connect()
})

afterAll(async () => {
  await client.end()
  await dropRoles([server.connectionString], Object.values(roles))
  await server.stop()
})

const byName = <T extends { name: string }>(functions: readonly T[]) =>
  [...functions].sort((a, b) => (a.name < b.name ? -1 : 1))

test('what is installed is what the list says: names, arguments, results', async () => {
  const { rows } = await client.query(
    `select proname as name, array(select 'pg_catalog.' || typname from unnest(proargtypes) with ordinality a (oid, position)
         join pg_type t using (oid) where typnamespace = 'pg_catalog'::regnamespace order by position) as arguments,
       'pg_catalog.' || r.typname as result
     from pg_proc p join pg_type r on r.oid = p.prorettype
     where pronamespace = 'auth'::regnamespace`,
  )
  const installed = rows.map(({ name, arguments: types, result }) => ({ name, arguments: types, result }))
  expect(byName(installed)).toEqual(
    byName(authFunctions.map(({ name, arguments: types, result }) => ({ name, arguments: types, result }))),
  )
})

test('each of them may be executed by the two roles and the owner, and by nobody else', async () => {
  const { rows } = await client.query<{ name: string; grantees: string[] }>(
    `select proname as name, array(
         select case grantee when 0 then 'public' else pg_get_userbyid(grantee)::text end
         from aclexplode(coalesce(proacl, acldefault('f', proowner)))
         where grantee <> proowner order by 1
       ) as grantees
     from pg_proc where pronamespace = 'auth'::regnamespace`,
  )
  const grantees = [roles.anonymous, roles.authenticated]
  expect(byName(rows)).toEqual(byName(authFunctions.map(({ name }) => ({ name, grantees }))))
})

test('the documentation has a line for each, and for no other', async () => {
  const page = await readFile(new URL('../../../../docs/auth-schema.md', import.meta.url), 'utf8')
  const lines = page.split('\n').filter((line) => line.startsWith('| `auth.'))
  const documented = lines.flatMap((line) => [...line.matchAll(/`auth\.(\w+)\(/g)].map(([, name]) => name))
  expect(documented.sort()).toEqual(authFunctions.map(({ name }) => name).sort())
})
