import { AuthError, type Claims, createVerifier, type VerifierOptions } from '@rowauth/core'
import { expect, test } from 'vitest'
import { makeKey, makeToken, outcome } from '../tokens.js'

const key = makeKey('k1')
const make = (check: unknown, options: Partial<VerifierOptions> = {}) =>
  createVerifier({
    jwks: { keys: [key.publicJwk] },
    ...options,
    check: check as (claims: Claims) => boolean,
  })

test('it is given the frozen claims of a verified token, after all other checks', async () => {
  const given: Claims[] = []
  const check = (claims: Claims) => given.push(claims) > 0
  const verifier = make(check, { audience: 'app' })
  expect(await outcome(verifier.verify(makeToken(key)))).toBe('token_audience_mismatch')
  expect(await outcome(verifier.verify(makeToken(makeKey('k1'), { claims: { aud: 'app' } })))).toBe(
    'token_signature_invalid',
  )
  expect(given).toEqual([])
  const token = makeToken(key, { claims: { aud: 'app', o: { id: 1 } } })
  expect(await verifier.verify(token)).toBe(await verifier.verify(token))
  expect(given).toHaveLength(2)
  expect(given[1]).toBe(given[0])
  expect(given[0]).toMatchObject({ sub: 'alice', o: { id: 1 } })
  expect(Object.isFrozen(given[0])).toBe(true)
  expect(Object.isFrozen(given[0]?.o)).toBe(true)
})

test('it is given the claims as they came, whatever `claims` makes of them, and changes nothing of the session', async () => {
  const verifier = make(({ tier }: Claims) => tier === 'pro', { claims: ({ sub }) => ({ sub }) })
  const { claims } = await verifier.verify(makeToken(key, { claims: { tier: 'pro' } }))
  expect(claims).toEqual({ sub: 'alice' })
  expect(await outcome(verifier.verify(makeToken(key, { claims: { tier: 'free' } })))).toBe(
    'token_claims_invalid',
  )
})

test.each([false, undefined, null, 0, 1, 'true', {}])('%j refuses, and is not remembered', async (answer) => {
  let current: unknown = answer
  const verifier = make(() => current)
  const token = makeToken(key, { claims: { secret: 'of-alice' } })
  const error = await verifier.verify(token).catch((reason) => reason)
  expect(error).toMatchObject({ code: 'token_claims_invalid', status: 401 })
  expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain('of-alice')
  current = true
  expect(await outcome(verifier.verify(token))).toBe('accepted')
})

test('what it throws is what there is; a promise is a mistake', async () => {
  const refusal = new AuthError('role_not_allowed', 'Not on Sundays.')
  await expect(
    make(() => {
      throw refusal
    }).verify(makeToken(key)),
  ).rejects.toBe(refusal)
  for (const check of [async () => true, () => Promise.reject(new Error('no'))]) {
    expect(await outcome(make(check).verify(makeToken(key)))).toBe('TypeError')
  }
})

test.each([null, true, 'azp', {}])('%j is no check', (check) => {
  expect(() => make(check)).toThrow('`check` must be a function')
})

test('it is asked about a token that is remembered, too', async () => {
  const banned = new Set<unknown>()
  const verifier = make(({ sub }: Claims) => !banned.has(sub), { claims: () => ({ tier: 'pro' }) })
  const token = makeToken(key)
  const session = await verifier.verify(token)
  banned.add('alice')
  expect(await outcome(verifier.verify(token))).toBe('token_claims_invalid')
  banned.clear()
  expect(await verifier.verify(token)).toBe(session)
})
