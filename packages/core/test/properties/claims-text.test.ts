import { AuthError, createVerifier } from '@rowauth/core'
import { sessionClaimsJson } from '@rowauth/core/internal'
import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startVerifying, type VerifyingDatabase } from '../schema/sessions/support/verifying-database.js'
import { makeKey, makeToken } from '../tokens.js'

const { ROWAUTH_RUNS: numRuns = 1000, ROWAUTH_SEED: seed } = process.env
const parameters = { numRuns: Number(numRuns), ...(seed === undefined ? {} : { seed: Number(seed) }) }

const key = makeKey('k1')
const verifier = createVerifier({ jwks: { keys: [key.publicJwk] }, cache: false })

let database: VerifyingDatabase
beforeAll(async () => {
  database = await startVerifying()
  await database.client.query('select auth.register_jwk($1)', [key.publicJwk])
})
afterAll(() => database[Symbol.asyncDispose]())

/** JSON as nobody's serializer writes it. */
const blank = fc.constantFrom('', '', '', ' ', '\n\t', '\r\n ')
const letter = fc.oneof(
  fc.constantFrom(...'abc[]{}:,019eE-+. /é😀'),
  fc.constantFrom('\\n', '\\"', '\\\\', '\\/', '\\u0061', '\\u00e9', '\\ud83d\\ude00', '\\u2028'),
  { arbitrary: fc.constantFrom('\\u0000', '\\ud800', '\\udc00', '\\x', '\n'), weight: 1 },
)
const text = fc.array(letter, { maxLength: 6 }).map((letters) => `"${letters.join('')}"`)
const digits = fc
  .array(fc.constantFrom(...'0123456789'), { minLength: 1, maxLength: 22 })
  .map((d) => d.join(''))
const numeral = fc
  .tuple(fc.constantFrom('', '-'), digits, fc.option(digits), fc.option(fc.integer({ min: -450, max: 450 })))
  .map(([sign, whole, part, power]) => {
    const significant = whole.replace(/^0+(?=\d)/, '')
    return `${sign}${significant}${part === null ? '' : `.${part}`}${power === null ? '' : `e${power}`}`
  })
const scalar = fc.oneof(text, numeral, fc.constantFrom('true', 'false', 'null', '01', 'NaN'))
const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof({ maxDepth: 4, withCrossShrink: true }, scalar, list(tie('value')), object(tie('value'))),
}))

function list(item: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(fc.array(item, { maxLength: 4 }), blank)
    .map(([items, space]) => `[${space}${items.join(`${space},`)}${space}]`)
}

function object(member: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const name = fc.oneof(text, fc.constantFrom('"a"', '"\\u0061"', '"__proto__"'))
  return fc
    .tuple(fc.array(fc.tuple(name, member), { maxLength: 4 }), blank)
    .map(([all, space]) => `{${space}${all.map((each) => each.join(`${space}:`)).join(`,${space}`)}${space}}`)
}

it('gives the database the claims that the issuer wrote, digit by digit, or refuses what it would refuse', async () => {
  await fc.assert(
    fc.asyncProperty(object(value), async (payload) => {
      const token = makeToken(key, { payload })
      const sealed = await opened(token)
      const sent = await verifier.verify(token).then(
        (session) => sessionClaimsJson(session) || '{}',
        (error: unknown) => error,
      )
      if (typeof sent !== 'string') {
        expect(sent).toBeInstanceOf(AuthError)
        expect((sent as AuthError).code).toBe(sealed.code)
        return
      }
      const { rows } = await database.client.query('select $1::jsonb::text as claims', [sent])
      expect(rows[0]?.claims).toBe(sealed.claims)
    }),
    parameters,
  )
}, 7_200_000)

async function opened(token: string): Promise<{ claims?: string; code?: string }> {
  const { client } = database
  await client.query('begin')
  try {
    await client.query('select auth.open_session($1)', [token])
    const { rows } = await client.query<{ claims: string }>('select auth.session()::text as claims')
    return { claims: String(rows[0]?.claims) }
  } catch (error) {
    return { code: String((error as pg.DatabaseError).detail) }
  } finally {
    await client.query('rollback')
  }
}
