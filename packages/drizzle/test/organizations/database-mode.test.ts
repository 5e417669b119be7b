import { type Claims, createIssuer, generateSigningKey } from '@rowauth/core'
import { claim, inClaim, organizationId, organizationRoles, withAuth } from '@rowauth/drizzle'
import { count, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

const issuer = 'https://issuer.example'
let database: TodoDatabase
let sign: (claims: Claims) => Promise<string>
beforeAll(async () => {
  database = await startTodoDatabase({}, 'database')
  const { privateJwk, publicJwk } = await generateSigningKey()
  const ours = createIssuer({ privateJwk, issuer })
  sign = (claims) => ours.sign(claims)
  await database.owner.query('select auth.register_jwk($1, $2)', [JSON.stringify(publicJwk), issuer])
})
afterAll(() => database?.close())

it('where the database verifies, lists and organizations are those of the token', async () => {
  const db = withAuth(drizzle({ client: database.pool }), { verification: 'database' })
  const read = async (claims: Claims) => {
    const handle = db.$withAuth(await sign({ sub: 'alice', ...claims }))
    const fields = {
      rows: count(),
      ids: sql<number[] | null>`(array_agg(${claim('ids', { as: 'bigint[]' })}::text))[1]`,
      organization: sql<string | null>`min(${organizationId('clerk')})`,
      roles: sql<string | null>`min(${organizationRoles('clerk')}::text)`,
    }
    const [row] = await handle.select(fields).from(todos).where(inClaim(todos.id, 'ids'))
    return row
  }
  expect(await read({ ids: [1, '2', 'x', 3], o: { id: 'org_1', rol: 'admin' } })).toEqual({
    rows: 2,
    ids: '{1,2,NULL,3}',
    organization: 'org_1',
    roles: '{admin}',
  })
  expect(await read({ ids: 'x' })).toMatchObject({ rows: 0, organization: null })
})
