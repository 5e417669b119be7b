import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openProviders, type Provider } from '../../provider-shapes/provider.js'
import { furtherShapes, shapes } from '../../provider-shapes/shapes.js'
import { column, rolledBack } from '../support/database.js'
import { startVerifying, type VerifyingDatabase } from './support/verifying-database.js'

const all = { ...shapes, ...furtherShapes }
type Name = keyof typeof all

let database: VerifyingDatabase
let client: pg.Client
let opened: Record<Name, Provider>

beforeAll(async () => {
  database = await startVerifying()
  client = database.client
  opened = await openProviders(all)
})
afterAll(() => database[Symbol.asyncDispose]())

/** With the keys of one provider, which several share in these tests, pinned to its issuer and audience. */
async function registered<T>({ jwks, claims, shape }: Provider, run: () => Promise<T>): Promise<T> {
  return await rolledBack(client, async () => {
    const audience = shape.audience === undefined ? null : [shape.audience]
    // Keycloak publishes a key for encryption as well.
    const keys = (jwks as { keys: { use?: string }[] }).keys.filter(({ use }) => use !== 'enc')
    for (const key of keys) {
      await client.query('select auth.register_jwk($1, $2, $3)', [key, claims.iss, audience])
    }
    return await run()
  })
}

async function outcome(token: string): Promise<unknown> {
  await client.query('savepoint before')
  try {
    await client.query('select auth.open_session($1)', [token])
    return await column(client, 'select auth.session()')
  } catch (error) {
    return (error as pg.DatabaseError).detail
  } finally {
    await client.query('rollback to before')
  }
}

describe.each(Object.keys(all) as Name[])('%s', (name) => {
  test('its token opens a session with all of its claims, under its keys, issuer and audience', async () => {
    const provider = opened[name]
    await registered(provider, async () => {
      expect(await outcome(provider.token())).toEqual([provider.claims])
      for (const signer of ['other', 'stranger'] as const) {
        expect(await outcome(provider.token({ signer }))).toBe('token_signature_invalid')
      }
      const iss = `${provider.claims.iss}/other`
      expect(await outcome(provider.token({ claims: { iss } }))).toBe('token_issuer_mismatch')
      expect(await outcome(provider.token({ header: { kid: 'unknown' } }))).toBe('token_key_not_found')
      const exp = Math.floor(Date.now() / 1000) - 31
      expect(await outcome(provider.token({ claims: { exp } }))).toBe('token_expired')
      if (provider.shape.audience === undefined) return
      for (const aud of ['somebody else', undefined]) {
        const changed = provider.token({ claims: { aud, azp: undefined, client_id: undefined } })
        expect(await outcome(changed)).toBe('token_audience_mismatch')
      }
    })
  })
})
