import { createVerifier, trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { createTestIssuer, type TestIssuer } from '@rowauth/testing'
import { eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { sqlState } from '../policy/support/database.js'
import { invoices } from './schema.js'
import { type ServiceDatabase, startServiceDatabase } from './service-database.js'

let database: ServiceDatabase
let issuer: TestIssuer
beforeAll(async () => {
  database = await startServiceDatabase({ invoices })
  issuer = await createTestIssuer()
})
afterAll(async () => {
  await issuer?.close()
  await database?.close()
})
afterEach(async () => {
  await database.owner.query("update invoices set state = 'open' where id = 3; truncate audit")
})

const denied = '42501'
const ids = { id: invoices.id }

it('a job of one user’s runs as that user, without the token', async () => {
  const db = withAuth(drizzle({ client: database.web }))
  // #region user
  /** The queue holds the id of the user who has asked for it, and never the token. */
  async function exportInvoices(job: { userId: string }) {
    const user = trustClaims({ sub: job.userId })
    return await db.$withAuth(user).select().from(invoices)
  }
  // #endregion user
  expect(await exportInvoices({ userId: 'alice' })).toEqual([{ id: 1, userId: 'alice', state: 'open' }])
})

it('a job for all runs as the service role, under policies of its own', async () => {
  const { worker: workerPool } = database
  // #region service
  const db = withAuth(drizzle({ client: workerPool }), { roles: { trusted: ['service'] } })
  const nightly = trustClaims({ sub: 'job:nightly' }, { role: 'service' })

  const overdue = await db
    .$withAuth(nightly)
    .update(invoices)
    .set({ state: 'overdue' })
    .where(eq(invoices.state, 'open'))
    .returning({ id: invoices.id })
  // #endregion service
  expect(overdue.map(({ id }) => id).sort()).toEqual([1, 3])
  await database.owner.query("update invoices set state = 'open' where id = 1")
  const job = db.$withAuth(nightly)
  expect(await job.$count(invoices)).toBe(3)
  expect(await sqlState(job.update(invoices).set({ state: 'paid' }).where(eq(invoices.id, 1)))).toBe(denied)
  expect(await job.update(invoices).set({ state: 'open' }).where(eq(invoices.id, 2)).returning(ids)).toEqual(
    [],
  )
  expect(await sqlState(job.delete(invoices))).toBe(denied)
  expect(await sqlState(job.execute(sql`select * from audit`))).toBe(denied)
  const { rows } = await database.owner.query('select user_id from audit where invoice_id = 3 limit 1')
  expect(rows).toEqual([{ user_id: 'job:nightly' }])
  // Who logs in there is nobody else, and not even that without the handle.
  expect(
    await sqlState(
      db
        .$withAuth(trustClaims({ sub: 'alice' }))
        .select()
        .from(invoices),
    ),
  ).toBe(denied)
  expect(await sqlState(db.select().from(invoices))).toBe(denied)
  expect(() => db.$withAuth('a token')).toThrow(TypeError)
})

it('no token becomes it: not by a claim, nor where one process does both', async () => {
  const verifier = createVerifier({ jwks: issuer.jwksUrl })
  const token = await issuer.token({ sub: 'mallory', role: 'service' })
  const count = (roles: object) =>
    withAuth(drizzle({ client: database.web }), { verifier, roles })
      .$withAuth(token)
      .$count(invoices)
  // The login role of the application may not take it, whatever the options say.
  expect(await sqlState(count({ claim: 'role', allowed: ['service'] }))).toBe(denied)
  await database.owner.query('grant service to authenticator')
  try {
    // A role that a token may name is one that a token names.
    expect(await count({ claim: 'role', allowed: ['service'] })).toBe(3)
    const plain = drizzle({ client: database.web })
    // #region one-process
    const db = withAuth(plain, {
      verifier,
      roles: { claim: 'role', allowed: ['editor'], trusted: ['service'] },
    })
    // #endregion one-process
    const refused = { code: 'role_not_allowed' }
    await expect(Promise.resolve(db.$withAuth(token).$count(invoices))).rejects.toMatchObject(refused)
    const job = trustClaims({ sub: 'job:nightly' }, { role: 'service' })
    expect(await db.$withAuth(job).$count(invoices)).toBe(3)
    expect(await count({})).toBe(0)
    expect(await count({ trusted: ['service'] })).toBe(0)
    expect(await count({ allowed: ['service'] })).toBe(0)
  } finally {
    await database.owner.query('revoke service from authenticator')
  }
})
