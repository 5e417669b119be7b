import { AuthError, trustClaims } from '@rowauth/core'
import { sessionClaimsJson } from '@rowauth/core/internal'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Fixture, startFixture } from '../fixture.js'
import { runs } from './runs.js'

let fixture: Fixture
let pool: pg.Pool
beforeAll(async () => {
  fixture = await startFixture()
  pool = fixture.pool({ max: 1 })
})
afterAll(() => fixture?.close())

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom("'", '"', '\\', '$$', ';--', '\n', '\u0000', '\ud800', '\u2028', '{', '', '__proto__'),
)
const claims = fc.dictionary(
  text.filter((name) => name !== 'exp' && name !== '__proto__'),
  fc.jsonValue({ stringUnit: 'binary' }),
)

/** As they were sent, and as `jsonb` gives them back. */
const read = `select current_setting('request.jwt.claims', true) as sent, auth.session()::text as session`

it('brings any claims to auth.session() as they are, or refuses them before any SQL', async () => {
  const driver = nodePostgres(pool)
  await fc.assert(
    fc.asyncProperty(claims, async (given) => {
      let session: ReturnType<typeof trustClaims>
      try {
        session = trustClaims(given)
      } catch (error) {
        expect(error).toBeInstanceOf(AuthError)
        expect((error as AuthError).code).toBe('token_claims_invalid')
        return
      }
      const { rows } = await driver.query(session, read)
      const [row] = rows as [{ sent: string; session: string | null }]
      const json = JSON.stringify(given)
      // Byte for byte, in the order of the names, up to the server.
      expect(row.sent).toBe(json === '{}' ? '' : json)
      expect(sessionClaimsJson(session)).toBe(row.sent)
      // The same value from there on: jsonb keeps no order of names, and knows numbers by their value.
      // Nobody's claims are null.
      const told: unknown = row.session === null ? null : JSON.parse(row.session)
      expect(told).toEqual(json === '{}' ? null : JSON.parse(json))
    }),
    runs(),
  )
}, 7_200_000)
