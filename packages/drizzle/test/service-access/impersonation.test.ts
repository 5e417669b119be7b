import { type AuthSession, createVerifier, trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { createTestIssuer, type TestIssuer } from '@rowauth/testing'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sqlState } from '../policy/support/database.js'
import { invoices } from './schema.js'
import { type ServiceDatabase, startServiceDatabase } from './service-database.js'

// #region act
/** The session of a customer whom somebody of support acts for, over after a quarter of an hour. */
function actingFor(userId: string, agent: AuthSession): AuthSession {
  const { sub, team } = agent.claims
  if (sub === undefined || team !== 'support') throw new Error('Only support may act for somebody else.')
  const exp = Math.floor(Date.now() / 1000) + 15 * 60
  return trustClaims({ sub: userId, act: { sub }, exp })
}
// #endregion act

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

it('support acts for a customer, is told apart from her, and deletes nothing', async () => {
  const verifier = createVerifier({ jwks: issuer.jwksUrl })
  const db = withAuth(drizzle({ client: database.web }), { verifier })
  const token = await issuer.token({ sub: 'eve', team: 'support' })
  // #region use
  const agent = await verifier.verify(token)
  const handle = db.$withAuth(actingFor('alice', agent))
  const seen = await handle.select().from(invoices)
  // #endregion use
  expect(seen).toEqual([{ id: 1, userId: 'alice', state: 'open' }])
  await handle.update(invoices).set({ state: 'disputed' })
  await handle.insert(invoices).values({ id: 4 })
  expect(await handle.delete(invoices).returning()).toEqual([])
  const alice = db.$withAuth(trustClaims({ sub: 'alice' }))
  expect(await alice.delete(invoices).returning({ id: invoices.id })).toHaveLength(2)
  const { rows } = await database.owner.query(
    'select user_id, actor, command, invoice_id from audit order by at, 4',
  )
  expect(rows).toEqual([
    { user_id: 'alice', actor: 'eve', command: 'UPDATE', invoice_id: 1 },
    { user_id: 'alice', actor: 'eve', command: 'INSERT', invoice_id: 4 },
    { user_id: 'alice', actor: null, command: 'DELETE', invoice_id: 1 },
    { user_id: 'alice', actor: null, command: 'DELETE', invoice_id: 4 },
  ])
  const customer = await verifier.verify(await issuer.token({ sub: 'mallory' }))
  expect(() => actingFor('alice', customer)).toThrow('Only support')
})

it('who acts is told apart by whatever `act` says, and is somebody', async () => {
  const db = withAuth(drizzle({ client: database.web }))
  const deleted = async (act: unknown) =>
    db
      .$withAuth(trustClaims({ sub: 'bob', act }))
      .delete(invoices)
      .returning()
  const acting = [{}, { client_id: 'helpdesk' }, { sub: null }, 'eve', ['eve'], true]
  for (const act of acting) expect(await deleted(act), JSON.stringify(act)).toEqual([])
  await database.owner.query('truncate audit')
  await db
    .$withAuth(trustClaims({ sub: 'bob', act: { client_id: 'helpdesk' } }))
    .update(invoices)
    .set({ state: 'paid' })
  const { rows } = await database.owner.query('select distinct actor from audit')
  expect(rows).toEqual([{ actor: '{"client_id": "helpdesk"}' }])
  expect(() => actingFor('bob', trustClaims({ team: 'support' }))).toThrow('Only support')
})

it('the trigger writes down what happens to its table, and to no other one', async () => {
  const handle = withAuth(drizzle({ client: database.web })).$withAuth(trustClaims({ sub: 'mallory' }))
  const forged = handle.transaction(async (tx) => {
    await tx.execute(sql`create temp table forged (id int)`)
    await tx.execute(
      sql`create trigger forged after insert on forged for each row execute function public.audit_invoice()`,
    )
    await tx.execute(sql`insert into forged values (2)`)
  })
  expect(await sqlState(forged)).toBe('42501')
  const { rows } = await database.owner.query("select from audit where user_id = 'mallory'")
  expect(rows).toEqual([])
})
