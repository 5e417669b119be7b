import { createIssuer, generateSigningKey, trustClaims } from '@rowauth/core'
import { claim, crudPolicy, withAuth } from '@rowauth/drizzle'
import { eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { integer, pgTable, text } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sqlState } from '../policy/support/database.js'
import { serviceRole } from './schema.js'
import { type ServiceDatabase, startServiceDatabase } from './service-database.js'

// #region policy
const fromJobs = eq(claim('iss'), 'https://jobs.internal')

const invoices = pgTable(
  'invoices',
  { id: integer().primaryKey(), userId: text('user_id').notNull(), state: text().notNull() },
  () => [...crudPolicy({ role: serviceRole, read: fromJobs, update: fromJobs })],
)
// #endregion policy

let database: ServiceDatabase
beforeAll(async () => {
  database = await startServiceDatabase({ invoices }, 'database')
})
afterAll(() => database?.close())

it('a job signs a token of its own, for claims alone are nobody', async () => {
  const { privateJwk, publicJwk } = await generateSigningKey()
  await database.owner.query('select auth.register_jwk($1, $2)', [
    JSON.stringify(publicJwk),
    'https://jobs.internal',
  ])
  const workerPool = database.worker
  // #region worker
  const issuer = createIssuer({ privateJwk, issuer: 'https://jobs.internal', expiresIn: 300 })
  const db = withAuth(drizzle({ client: workerPool }), {
    verification: 'database',
    roles: { authenticated: 'service' },
  })
  const count = await db.$withAuth(() => issuer.sign({ sub: 'job:nightly' })).$count(invoices)
  // #endregion worker
  expect(count).toBe(3)
  const job = db.$withAuth(await issuer.sign({ sub: 'job:nightly', act: { sub: 'eve' } }))
  await job.update(invoices).set({ state: 'overdue' }).where(eq(invoices.id, 3))
  const { rows } = await database.owner.query('select user_id, actor from audit')
  expect(rows).toEqual([{ user_id: 'job:nightly', actor: 'eve' }])
  const claims = trustClaims({ sub: 'job:nightly' })
  await expect(Promise.resolve(db.$withAuth(claims).$count(invoices))).rejects.toMatchObject({
    code: 'token_missing',
  })

  // Whoever has the role and the token of a user, of another issuer, sees nothing by it.
  const users = await generateSigningKey()
  await database.owner.query('select auth.register_jwk($1, $2)', [
    JSON.stringify(users.publicJwk),
    'https://id.example',
  ])
  const token = await createIssuer({ ...users, issuer: 'https://id.example' }).sign({ sub: 'mallory' })
  expect(await db.$withAuth(token).$count(invoices)).toBe(0)
  expect(await sqlState(db.$withAuth(token).execute(sql`select * from auth.jwks`))).toBe('42501')
})
