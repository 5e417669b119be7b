import { activeOrganization, createIssuer, createVerifier, generateSigningKey } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { rowsOf, startTodoDatabase, type TodoDatabase } from '../support/todo-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
})
afterAll(() => database?.close())

it('the sample of the page: role and setting from the active organization', async () => {
  const { pool } = database
  const { privateJwk } = await generateSigningKey()
  const issuer = createIssuer({ privateJwk })
  const verifier = createVerifier({ jwks: issuer.jwks })

  // #region with-auth
  const db = withAuth(drizzle({ client: pool }), {
    verifier,
    roles: {
      from: (claims) => (activeOrganization('clerk', claims)?.roles.includes('admin') ? 'editor' : undefined),
    },
    settings: { 'app.organization_id': (claims) => activeOrganization('clerk', claims)?.id },
  })
  // #endregion with-auth

  const who = sql`select current_user as role, current_setting('app.organization_id', true) as organization`
  const seen = async (claims: object) =>
    rowsOf(await db.$withAuth(await issuer.sign({ sub: 'alice', ...claims })).execute(who))
  const admin = [{ role: 'editor', organization: 'org_1' }]
  expect(await seen({ o: { id: 'org_1', rol: 'admin' } })).toEqual(admin)
  expect(await seen({ org_id: 'org_1', org_role: 'org:admin' })).toEqual(admin)
  expect(await seen({ o: { id: 'org_1', rol: 'member' } })).toEqual([
    { role: 'authenticated', organization: 'org_1' },
  ])
  expect(await seen({})).toEqual([{ role: 'authenticated', organization: '' }])
})
