import { createIssuer, createVerifier, generateSigningKey } from '@rowauth/core'
import { claim, withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTodoDatabase, type TodoDatabase } from '../support/todo-database.js'
import { documents, red, tenantTables } from './tenant-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
  await database.owner.query(tenantTables)
})
afterAll(() => database?.close())

it('the sample of the README runs', async () => {
  const { pool } = database
  const { privateJwk } = await generateSigningKey()
  const { jwks, sign } = createIssuer({ privateJwk })
  const token = await sign({ sub: 'alice', tenant_id: red })

  // #region settings
  const db = withAuth(drizzle({ client: pool }), {
    verifier: createVerifier({ jwks }),
    settings: {
      'app.tenant_id': claim('tenant_id'),
      'app.current_user_id': (claims) => claims.sub,
    },
  })
  const ofTheTenant = await db.$withAuth(token).select().from(documents)
  const ofNobody = await db.$withAuth(null).select().from(documents)
  // #endregion settings
  expect(ofTheTenant.map(({ title }) => title).sort()).toEqual(['red 1', 'red 2'])
  expect(ofNobody).toEqual([])
})
