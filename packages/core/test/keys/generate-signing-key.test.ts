import { generateSigningKey } from '@rowauth/core'
import { calculateJwkThumbprint } from 'jose'
import { describe, expect, test } from 'vitest'

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']

describe.each([
  ['ES256', { kty: 'EC', crv: 'P-256' }],
  ['RS256', { kty: 'RSA', e: 'AQAB' }],
  ['EdDSA', { kty: 'OKP', crv: 'Ed25519' }],
] as const)('%s', (alg, members) => {
  test('is a pair of JWKs, one of them without private members', async () => {
    const { privateJwk, publicJwk } = await generateSigningKey({ alg })
    expect(publicJwk).toMatchObject({ ...members, alg, use: 'sig' })
    expect(privateJwk).toMatchObject(publicJwk)
    expect(privateJwk.d).toBeTypeOf('string')
    for (const name of privateMembers) expect(publicJwk).not.toHaveProperty(name)
  })

  test('has its thumbprint as key id, or the one it is given', async () => {
    const { privateJwk, publicJwk } = await generateSigningKey({ alg })
    expect(publicJwk.kid).toBe(await calculateJwkThumbprint(publicJwk))
    expect(privateJwk.kid).toBe(publicJwk.kid)
    expect(await generateSigningKey({ alg, kid: 'mine' })).toMatchObject({
      privateJwk: { kid: 'mine' },
      publicJwk: { kid: 'mine' },
    })
  })
})

test('ES256 is the default, and each key is a new one', async () => {
  const [a, b] = [await generateSigningKey(), await generateSigningKey()]
  expect(a.publicJwk.alg).toBe('ES256')
  expect(a.publicJwk.kid).not.toBe(b.publicJwk.kid)
})

test.each([{ alg: 'HS256' }, { alg: 'none' }, { kid: '' }, { kid: 1 }])('%j is refused', async (options) => {
  await expect(generateSigningKey(options as { kid: string })).rejects.toThrow(TypeError)
})
