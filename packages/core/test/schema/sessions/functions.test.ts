import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { column, errorWithin, outermostMajors, rolledBack } from '../support/database.js'
import { claimsTable, type Expected, nothing, uuids } from '../support/expected-results.js'
import {
  registerIssuer,
  sealClaims,
  startVerifying,
  type VerifyingDatabase,
} from './support/verifying-database.js'

describe.each(outermostMajors)('the functions in database mode on PostgreSQL %i', (version) => {
  let database: VerifyingDatabase

  beforeAll(async () => {
    database = await startVerifying(version)
    await registerIssuer(database.client)
  })

  afterAll(() => database[Symbol.asyncDispose]())

  async function results(role: string, claims: string | undefined): Promise<Required<Expected>> {
    const { client } = database
    return rolledBack(client, async () => {
      if (claims !== undefined && claims !== '') await sealClaims(client, claims)
      if (claims === '') await client.query(`set local rowauth.session = ''`)
      await client.query(`set local role ${role}`)
      const { rows } = await client.query(`
        select auth.session() as session, auth.jwt() = auth.session() as same, auth.session() is null as missing,
          auth.user_id() as "userId", auth.uid() as uid, auth.organization() as organization,
          auth.organization_id() as "organizationId"`)
      const { same, missing, ...values } = rows[0]
      expect({ same, missing }).toEqual({ same: true, missing: false })
      return values
    })
  }

  test.each(claimsTable)('%s', async (_title, claims, expected) => {
    expect(await results(database.roles.authenticated, claims)).toEqual({ ...nothing, ...expected })
    expect(await results(database.roles.anonymous, claims)).toEqual({ ...nothing, ...expected })
  })

  test.each(uuids)('a UUID %s', async (_title, text, expected) => {
    const claims = { sub: text, o: { id: text } }
    expect(await results(database.roles.authenticated, JSON.stringify(claims))).toEqual({
      session: claims,
      userId: text,
      uid: expected,
      organization: { id: text },
      organizationId: expected,
    })
  })

  test('claims that nobody has verified are none', async () => {
    const { client, roles } = database
    await rolledBack(client, async () => {
      await client.query(
        `set local role ${roles.authenticated}; set local request.jwt.claims = '{"sub":"alice"}'`,
      )
      expect(await column(client, 'select auth.session()')).toEqual([null])
      expect(await column(client, 'select auth.user_id()')).toEqual([null])
    })
  })

  test('a setting that has ended with its transaction is no session', async () => {
    const { client } = database
    await rolledBack(client, () => sealClaims(client, '{"sub":"alice"}'))
    expect(await column(client, `select current_setting('rowauth.session', true)`)).toEqual([''])
    expect(await column(client, 'select auth.user_id()')).toEqual([null])
  })

  test('nobody but the roles and the owner may call them', async () => {
    const { client } = database
    await rolledBack(client, async () => {
      await client.query(
        'create role stranger; grant usage on schema auth to stranger; set local role stranger',
      )
      for (const call of ['session()', 'user_id()', 'init()', "jwt_session_init('')"]) {
        expect((await errorWithin(client, `select auth.${call}`)).code).toBe('42501')
      }
    })
  })
})
