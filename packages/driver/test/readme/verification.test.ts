import { createIssuer, createVerifier, generateSigningKey } from '@rowauth/core'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Fixture, startFixture } from '../fixture.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture({ verification: 'database' })
}, 60_000)
afterAll(() => fixture.close())

it('runs the sample of the README on a database that verifies tokens', async () => {
  const pool = fixture.pool()
  const { privateJwk, publicJwk } = await generateSigningKey()
  await fixture.owner.query('select auth.register_jwk($1)', [publicJwk])
  const { jwks, sign } = createIssuer({ privateJwk })
  const verifier = createVerifier({ jwks })
  const token = await sign({ sub: 'alice' })
  // #region verification
  const driver = nodePostgres(pool, { verification: 'database' })
  const session = await verifier.verify(token)
  const { rows } = await driver.query(session, 'select title from todos order by id')
  // #endregion verification
  expect(rows).toEqual([{ title: 'a1' }, { title: 'a2' }])

  await fixture.owner.query('select auth.retire_jwk($1)', [publicJwk.kid])
  await expect(driver.query(session, 'select title from todos')).rejects.toMatchObject({
    code: 'token_key_not_found',
  })
})
