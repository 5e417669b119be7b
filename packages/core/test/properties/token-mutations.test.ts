import { AuthError, createVerifier } from '@rowauth/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makeKey, makeToken } from '../tokens.js'

const { ROWAUTH_RUNS: numRuns = 1000, ROWAUTH_SEED: seed } = process.env
const parameters = { numRuns: Number(numRuns), ...(seed === undefined ? {} : { seed: Number(seed) }) }

const key = makeKey('k1')
const verifier = createVerifier({ jwks: { keys: [key.publicJwk] } })
const good = makeToken(key, { claims: { sub: 'alice', roles: ['a', 'b'] } })
const at = fc.nat({ max: good.length })

const mutation: fc.Arbitrary<(token: string) => string> = fc.oneof(
  fc.tuple(at, fc.string({ unit: 'binary', minLength: 1, maxLength: 3 })).map(
    ([index, text]) =>
      (token: string) =>
        token.slice(0, index) + text + token.slice(index),
  ),
  fc.tuple(at, fc.constantFrom(...'AZaz09-_.=+/ ')).map(
    ([index, letter]) =>
      (token: string) =>
        token.slice(0, index) + letter + token.slice(index + 1),
  ),
  fc.tuple(at, at).map(
    ([from, to]) =>
      (token: string) =>
        token.slice(0, from) + token.slice(to),
  ),
  fc.tuple(at, at).map(
    ([from, to]) =>
      (token: string) =>
        token.slice(0, Math.max(from, to)) + token.slice(Math.min(from, to)),
  ),
  fc.constantFrom(
    (token: string) => `${token}.`,
    (token: string) => `Bearer ${token}`,
    (token: string) => token.split('.').reverse().join('.'),
    (token: string) => token.toUpperCase(),
    (token: string) => `${token}=`,
  ),
)

it('verifies no change of a token', async () => {
  await expect(verifier.verify(good)).resolves.toMatchObject({ claims: { sub: 'alice' } })
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
      const token = mutations.reduce((text, mutate) => mutate(text), good)
      if (token === good) return
      const refusal: unknown = await verifier.verify(token).then(
        () => 'verified',
        (error: unknown) => error,
      )
      expect(refusal).toBeInstanceOf(AuthError)
    }),
    parameters,
  )
}, 7_200_000)
