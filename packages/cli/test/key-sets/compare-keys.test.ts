import { generateSigningKey } from '@rowauth/core'
import { describe, expect, test } from 'vitest'
import { compareKeys, type Pins } from '../../src/key-sets/compare-keys.js'
import type { Jwk, RegisteredKey } from '../../src/key-sets/registered-key.js'

const issuer = 'https://a.example'
const pins: Pins = { issuer, audience: ['api'], algorithms: undefined }

async function publicKey(members: Jwk = {}): Promise<Jwk> {
  const { publicJwk } = await generateSigningKey()
  return { ...publicJwk, ...members }
}

function registered(jwk: Jwk, members: Partial<RegisteredKey> = {}): RegisteredKey {
  return {
    kid: typeof jwk.kid === 'string' ? jwk.kid : null,
    alg: 'ES256',
    ...{ jwk, issuer, audience: ['api'], notBefore: null, notAfter: null, registeredAt: new Date() },
    ...members,
  }
}

const none = { added: [], changed: [], replaced: [], retired: [], unchanged: [], skipped: [] }

describe('a published key', () => {
  test('is added when it is new', async () => {
    const jwk = await publicKey()
    expect(compareKeys([jwk], [], pins)).toEqual({ ...none, added: [{ kid: jwk.kid, jwk }] })
  })

  test('stays when it is there, whatever else its publisher writes into it', async () => {
    const jwk = await publicKey()
    const { alg: _, ...bare } = jwk
    const key = registered(jwk)
    const padded = { ...jwk, x: `${jwk.x}=` }
    for (const form of [jwk, bare, padded, { ...jwk, x5c: ['new'], use: 'sig', key_ops: ['verify'] }]) {
      expect(compareKeys([form], [key], pins)).toEqual({ ...none, unchanged: [key] })
    }
  })

  test('is changed when its tokens are for another audience', async () => {
    const jwk = await publicKey()
    for (const audience of [null, ['web'], ['api', 'web']]) {
      const key = registered(jwk, { audience })
      const { changed } = compareKeys([jwk], [key], pins)
      expect(changed).toEqual([{ kid: jwk.kid, jwk: { ...jwk, alg: 'ES256' }, instead: key }])
    }
    const both = { ...pins, audience: ['web', 'api'] }
    expect(compareKeys([jwk], [registered(jwk, { audience: ['api', 'web'] })], both).changed).toEqual([])
  })

  test('replaces another key of its id, and the same key for another algorithm', async () => {
    const one = await publicKey({ kid: 'k' })
    const other = await publicKey({ kid: 'k' })
    const key = registered(one)
    expect(compareKeys([other], [key], pins)).toEqual({
      ...none,
      replaced: [{ kid: 'k', jwk: other, instead: key }],
    })
    expect(compareKeys([{ ...one, alg: 'ES384' }], [key], pins).replaced).toHaveLength(1)
    const ed25519 = registered(one, { alg: 'EdDSA' })
    expect(compareKeys([{ ...one, alg: 'Ed25519' }], [ed25519], pins).unchanged).toEqual([ed25519])
  })

  test('is left out when it is not for signatures, or its id is taken within the set', async () => {
    const jwk = await publicKey({ kid: 'k' })
    const set = [
      jwk,
      await publicKey({ kid: 'k' }),
      await publicKey({ kid: 'e', use: 'enc' }),
      await publicKey({ kid: 'w', key_ops: ['wrapKey'] }),
      await publicKey({ kid: undefined }),
      await publicKey({ kid: undefined }),
    ]
    const { added, skipped } = compareKeys(set, [], pins)
    expect(added.map(({ kid }) => kid)).toEqual(['k', null])
    expect(skipped).toEqual([
      { kid: 'k', reason: 'Another key of the set has the same key id.' },
      { kid: 'e', reason: 'It is not for signatures.' },
      { kid: 'w', reason: 'It is not for the verification of signatures.' },
      { kid: null, reason: 'Another key of the set has no key id either.' },
    ])
  })

  test('is retired when its algorithm is not accepted any more', async () => {
    const jwk = await publicKey()
    const key = registered(jwk)
    const difference = compareKeys([jwk], [key], { ...pins, algorithms: ['RS256'] })
    expect(difference).toEqual({
      ...none,
      retired: [key],
      skipped: [{ kid: jwk.kid, reason: 'Its algorithm, ES256, is not an accepted one.' }],
    })
  })
})

describe('a registered key', () => {
  test('is retired when it has left the set', async () => {
    const [old, current] = [registered(await publicKey()), await publicKey()]
    expect(compareKeys([current], [old], pins).retired).toEqual([old])
  })

  test('is retired when its use has become another one', async () => {
    const jwk = await publicKey()
    expect(compareKeys([{ ...jwk, use: 'enc' }], [registered(jwk)], pins).retired).toHaveLength(1)
  })

  test('of another issuer, or of any, is left alone', async () => {
    const jwk = await publicKey()
    const others = [registered(jwk, { issuer: 'https://b.example' }), registered(jwk, { issuer: null })]
    expect(compareKeys([jwk], others, pins)).toEqual({ ...none, added: [{ kid: jwk.kid, jwk }] })
    expect(compareKeys([jwk], [registered(jwk)], { ...pins, issuer: null }).retired).toEqual([])
  })
})
