import { type Claims, createVerifier, type VerifierOptions } from '@rowauth/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type JwksEndpoint, startJwksEndpoint } from '../jwks-endpoint.js'
import { makeKey, makeToken, outcome } from '../tokens.js'

const key = makeKey('k1')
const jwks = { keys: [key.publicJwk] }
const tokenOf = (iss: unknown, claims: Record<string, unknown> = {}) =>
  makeToken(key, { claims: { iss, ...claims } })
const verify = (issuer: unknown, token: string) =>
  outcome(createVerifier({ jwks, issuer } as VerifierOptions).verify(token))

describe('a function as issuer', () => {
  test('is asked with `iss` and the claims, frozen, and accepts with true', async () => {
    const asked: [string, Claims][] = []
    const issuer = (iss: string, claims: Claims) => {
      asked.push([iss, claims])
      return iss === `https://id.example/${claims.tid}`
    }
    expect(await verify(issuer, tokenOf('https://id.example/t1', { tid: 't1', o: { a: [1] } }))).toBe(
      'accepted',
    )
    expect(await verify(issuer, tokenOf('https://id.example/t1', { tid: 't2' }))).toBe(
      'token_issuer_mismatch',
    )
    expect(asked.map(([iss]) => iss)).toEqual(['https://id.example/t1', 'https://id.example/t1'])
    const claims = asked[0]?.[1] as { o: { a: unknown[] } }
    for (const part of [claims, claims.o, claims.o.a]) expect(Object.isFrozen(part)).toBe(true)
  })

  test.each([1, 'yes', {}, [], undefined, null, 0, new Boolean(true)])('refuses with %j', async (answer) => {
    expect(await verify(() => answer, tokenOf('a'))).toBe('token_issuer_mismatch')
  })

  test.each<[string, () => unknown]>([
    ['true', async () => true],
    ['false', async () => false],
    ['an error', async () => Promise.reject(new RangeError('unheard'))],
    // biome-ignore lint/suspicious/noThenProperty: what a promise of another library is
    ['a thenable', () => ({ then: (done: (value: boolean) => void) => done(true) })],
  ])('refuses a promise of %s as the fault that it is', async (_, issuer) => {
    expect(await verify(issuer, tokenOf('a'))).toBe('TypeError')
  })

  test.each([undefined, null, '', 1, ['a'], { a: 1 }])('is not asked about %j', async (iss) => {
    const issuer = () => {
      throw new RangeError('asked')
    }
    expect(await verify(issuer, tokenOf(iss))).toBe('token_issuer_mismatch')
  })

  test('what it throws is what verify() rejects with', async () => {
    const error = new RangeError('no such tenant')
    const issuer = () => {
      throw error
    }
    await expect(createVerifier({ jwks, issuer }).verify(tokenOf('a'))).rejects.toBe(error)
  })

  test('is asked anew for a token that is remembered, whose signature is not checked again', async () => {
    const tenants = new Set(['a'])
    const verifier = createVerifier({ jwks, issuer: (iss) => tenants.has(iss) })
    const token = tokenOf('a')
    const session = await verifier.verify(token)
    expect(await verifier.verify(token)).toBe(session)
    tenants.delete('a')
    expect(await outcome(verifier.verify(token))).toBe('token_issuer_mismatch')
    tenants.add('a')
    expect(await verifier.verify(token)).toBe(session)
  })

  test('is asked about the claims of the token, whatever `claims` makes of them', async () => {
    const tenants = new Set(['t1'])
    const issuer = (_: string, { tid }: Claims) => tenants.has(String(tid))
    const verifier = createVerifier({ jwks, issuer, claims: ({ sub }) => ({ sub }) })
    const token = tokenOf('a', { tid: 't1' })
    expect(await verifier.verify(token)).toBe(await verifier.verify(token))
    tenants.clear()
    expect(await outcome(verifier.verify(token))).toBe('token_issuer_mismatch')
  })
})

describe('among several issuers', () => {
  const [named, first, second] = [makeKey('k'), makeKey('k'), makeKey('k')]
  const asked: string[] = []
  const ofKey = ({ publicJwk }: typeof key) => ({ jwks: { keys: [publicJwk] } })
  const verifier = createVerifier([
    {
      ...ofKey(first),
      issuer: (iss) => {
        asked.push(`first ${iss}`)
        return iss.startsWith('a')
      },
    },
    {
      ...ofKey(second),
      issuer: (iss) => {
        asked.push(`second ${iss}`)
        return iss.startsWith('ab') || iss === 'named'
      },
    },
    { ...ofKey(named), issuer: ['named', 'also'] },
  ])
  const by = (of: typeof key, iss: unknown) => outcome(verifier.verify(makeToken(of, { claims: { iss } })))

  test('names are chosen first, then functions in their order, each asked once', async () => {
    expect(await by(named, 'named')).toBe('accepted')
    expect(await by(second, 'named')).toBe('token_signature_invalid')
    expect(asked).toEqual([])
    expect(await by(first, 'abc')).toBe('accepted')
    expect(await by(second, 'abc')).toBe('token_signature_invalid')
    expect(asked.splice(0)).toEqual(['first abc', 'first abc'])
    expect(await by(second, 'b')).toBe('token_issuer_mismatch')
    expect(asked.splice(0)).toEqual(['first b', 'second b'])
    expect(await by(named, undefined)).toBe('token_issuer_mismatch')
    expect(asked).toEqual([])
  })

  test('a remembered token is that of the issuer which is chosen now', async () => {
    const tenants = new Set(['a'])
    const other = makeKey('k')
    const verifier = createVerifier([
      { ...ofKey(first), issuer: (iss) => tenants.has(iss) },
      { ...ofKey(other), issuer: (iss) => iss === 'a' },
    ])
    const [ofFirst, ofOther] = [first, other].map((of) => makeToken(of, { claims: { iss: 'a' } }))
    expect(await outcome(verifier.verify(String(ofFirst)))).toBe('accepted')
    tenants.clear()
    expect(await outcome(verifier.verify(String(ofFirst)))).toBe('token_signature_invalid')
    expect(await outcome(verifier.verify(String(ofOther)))).toBe('accepted')
    tenants.add('a')
    expect(await outcome(verifier.verify(String(ofOther)))).toBe('token_signature_invalid')
  })

  test('each needs names of its own or a function', () => {
    const issuer = () => true
    expect(() => createVerifier([{ jwks, issuer }, { jwks }])).toThrow(
      'Each of several issuers needs an `issuer`: names that no other one has, or a function.',
    )
    expect(() =>
      createVerifier([
        { jwks, issuer },
        { jwks, issuer },
        { jwks, issuer: 'a' },
      ]),
    ).not.toThrow()
  })
})

describe('a function as jwks', () => {
  const keyA = makeKey('k1')
  const keyB = makeKey('k1')
  let a: JwksEndpoint
  let b: JwksEndpoint
  beforeAll(async () => {
    a = await startJwksEndpoint(keyA.publicJwk)
    b = await startJwksEndpoint(keyB.publicJwk)
  })
  afterAll(async () => {
    await a.close()
    await b.close()
  })

  test('gives each issuer keys of its own, which are fetched once, and is called when it was accepted', async () => {
    const called: string[] = []
    const verifier = createVerifier({
      issuer: (iss) => iss === 'a' || iss === 'b',
      jwks: (iss) => {
        called.push(iss)
        return iss === 'a' ? a.url : new URL(b.url)
      },
      cache: false,
    })
    const by = (of: typeof key, iss: string) => outcome(verifier.verify(makeToken(of, { claims: { iss } })))
    expect(await by(keyA, 'c')).toBe('token_issuer_mismatch')
    expect(called).toEqual([])
    expect([await by(keyA, 'a'), await by(keyB, 'b')]).toEqual(['accepted', 'accepted'])
    expect([await by(keyB, 'a'), await by(keyA, 'b')]).toEqual([
      'token_signature_invalid',
      'token_signature_invalid',
    ])
    expect(called).toEqual(['a', 'b', 'a', 'b'])
    expect([a.requests, b.requests]).toEqual([1, 1])
  })

  test('an issuer whose keys are elsewhere from now on is checked with those, a remembered token, too', async () => {
    let address = a.url
    const verifier = createVerifier({ issuer: 'a', jwks: () => address })
    const [old, fresh] = [keyA, keyB].map((of) => makeToken(of, { claims: { iss: 'a' } }))
    const session = await verifier.verify(String(old))
    expect(await verifier.verify(String(old))).toBe(session)
    address = b.url
    expect(await outcome(verifier.verify(String(old)))).toBe('token_signature_invalid')
    expect(await outcome(verifier.verify(String(fresh)))).toBe('accepted')
  })

  test('keeps the keys of a thousand issuers', async () => {
    let fetched = 0
    const verifier = createVerifier({
      issuer: () => true,
      jwks: () => 'https://id.example/jwks.json',
      fetch: async () => {
        fetched += 1
        return Response.json({ keys: [keyA.publicJwk] })
      },
      cache: false,
    })
    const by = (iss: string) => verifier.verify(makeToken(keyA, { claims: { iss } }))
    for (let n = 0; n < 1001; n += 1) await by(`i${n}`)
    await by('i1')
    expect(fetched).toBe(1001)
    await by('i0')
    expect(fetched).toBe(1002)
  })

  test.each<[string, unknown]>([
    ['http', 'http://id.example/jwks.json'],
    ['a relative address', '/jwks.json'],
    ['credentials', 'https://user:secret@id.example/jwks.json'],
    ['keys', { keys: [keyA.publicJwk] }],
    ['nothing', undefined],
    ['a promise', Promise.resolve('https://id.example/jwks.json')],
  ])('follows the same rules: %s', async (_, address) => {
    const verifier = createVerifier({ issuer: 'a', jwks: (() => address) as () => string })
    expect(await outcome(verifier.verify(tokenOf('a')))).toBe('TypeError')
  })

  test('what it throws is what verify() rejects with', async () => {
    const error = new RangeError('no such realm')
    const jwks = () => {
      throw error
    }
    await expect(createVerifier({ jwks, issuer: 'a' }).verify(tokenOf('a'))).rejects.toBe(error)
  })

  test('a promise that is rejected ends no process', async () => {
    const verifier = createVerifier({
      issuer: 'a',
      jwks: (() => Promise.reject(new RangeError('unheard'))) as unknown as () => string,
    })
    expect(await outcome(verifier.verify(tokenOf('a')))).toBe('TypeError')
  })

  test('needs issuers: a sender must not choose the keys', () => {
    expect(() => createVerifier({ jwks: (iss) => `${iss}/jwks.json` })).toThrow(/needs `issuer`/)
  })
})
