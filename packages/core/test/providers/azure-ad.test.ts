import { createVerifier, providers } from '@rowauth/core'
import { describe, expect, test } from 'vitest'
import { makeKey, makeToken, outcome } from '../tokens.js'

const blue = '3f0c2d6e-5b1a-4c7e-9d2f-8a6b4c1e7f90'
const red = '72f988bf-86f1-41af-91ab-2d7cd011db47'
const personal = '9188040d-6c67-4c5b-b112-36a304b66dad'

const version1 = (tid: string) => ({ iss: `https://sts.windows.net/${tid}/`, tid, aud: 'client' })
const version2 = (tid: string) => ({
  iss: `https://login.microsoftonline.com/${tid}/v2.0`,
  tid,
  aud: 'client',
})

const key = makeKey('k1')
const common = { audience: 'client', algorithms: ['ES256'] } as const

function answers(options: Parameters<typeof providers.azureAd>[0]) {
  const fetched: string[] = []
  const fetch: typeof globalThis.fetch = async (address) => {
    fetched.push(String(address))
    return Response.json({ keys: [key.publicJwk] })
  }
  const verifier = createVerifier(providers.azureAd({ ...common, fetch, ...options }))
  return {
    fetched,
    verify: (claims: Record<string, unknown>) => outcome(verifier.verify(makeToken(key, { claims }))),
  }
}

describe.each(['common', 'organizations', 'consumers'] as const)('%s', (tenantId) => {
  test('takes the keys that all tenants share, and tokens of both versions, of the tenants on the list', async () => {
    const tenants = tenantId === 'consumers' ? [personal] : [blue.toUpperCase(), red]
    const { verify, fetched } = answers({ tenantId, tenants })
    for (const tid of tenants) {
      expect(await verify(version1(tid.toLowerCase()))).toBe('accepted')
      expect(await verify(version2(tid.toLowerCase()))).toBe('accepted')
    }
    expect(fetched).toEqual([`https://login.microsoftonline.com/${tenantId}/discovery/v2.0/keys`])
    expect(await verify(version2('00000000-0000-4000-8000-000000000000'))).toBe('token_issuer_mismatch')
  })

  test('refuses a token whose `iss` is not that of its `tid`', async () => {
    const { verify } = answers({ tenantId, tenants: () => true })
    const mismatch = 'token_issuer_mismatch'
    expect(await verify({ ...version2(blue), tid: red })).toBe(mismatch)
    expect(await verify({ ...version1(blue), tid: red })).toBe(mismatch)
    for (const tid of [undefined, null, '', 1, [blue], `${blue}/..`, 'common', '{tenantid}', '.*']) {
      expect(await verify({ ...version2(blue), tid }), String(tid)).toBe(mismatch)
      expect(await verify({ ...version2(String(tid)), tid }), String(tid)).toBe(mismatch)
    }
    const iss = `https://login.microsoftonline.com/${blue}/v2.0`
    for (const wrong of [
      undefined,
      '',
      `${iss}/`,
      iss.replace('https', 'http'),
      `https://evil.example/${blue}/v2.0`,
    ]) {
      expect(await verify({ ...version2(blue), iss: wrong }), String(wrong)).toBe(mismatch)
    }
  })

  test('cannot be had without the tenants: anybody could sign in', () => {
    const make = (tenants: unknown) => () => providers.azureAd({ tenantId, tenants } as never)
    expect(make(undefined)).toThrow(/`tenants` is required .* anybody in the world/)
    expect(make(null)).toThrow(/`tenants` is required/)
    for (const wrong of [
      [],
      [''],
      [undefined],
      ['contoso.onmicrosoft.com'],
      [blue, 'common'],
      blue,
      {},
      true,
    ]) {
      expect(make(wrong), JSON.stringify(wrong)).toThrow('`tenants` must hold the UUIDs of tenants')
    }
  })
})

test('organizations have no personal accounts, whoever is asked', async () => {
  const asked: string[] = []
  const tenants = (tid: string) => asked.push(tid) > 0
  expect(await answers({ tenantId: 'organizations', tenants }).verify(version2(personal))).toBe(
    'token_issuer_mismatch',
  )
  expect(asked).toEqual([])
  expect(await answers({ tenantId: 'common', tenants }).verify(version2(personal))).toBe('accepted')
  expect(await answers({ tenantId: 'common', tenants: [blue] }).verify(version2(personal))).toBe(
    'token_issuer_mismatch',
  )
})

test('a function is asked for the tenants of tokens that Entra could have issued, and must say exactly true', async () => {
  const asked: string[] = []
  let answer: unknown = true
  const tenants = (tid: string) => {
    asked.push(tid)
    return answer as boolean
  }
  const { verify } = answers({ tenantId: 'common', tenants })
  expect(await verify(version2(blue))).toBe('accepted')
  expect(await verify({ iss: 'https://another.example', tid: red })).toBe('token_issuer_mismatch')
  expect(asked).toEqual([blue])
  for (answer of [false, undefined, 1, 'true']) {
    expect(await verify(version2(red))).toBe('token_issuer_mismatch')
  }
  answer = Promise.resolve(true)
  expect(await verify(version2(red))).toBe('TypeError')
})

test('one tenant has no list', () => {
  // @ts-expect-error an id names one tenant
  expect(() => providers.azureAd({ tenantId: blue, tenants: [red] })).toThrow('an id names one tenant')
  // @ts-expect-error it is asked nothing
  expect(() => providers.azureAd({ tenantId: blue, tenants: () => true })).toThrow(TypeError)
})

test('it is one of several issuers, beside a tenant with keys and an audience of its own', async () => {
  const own = makeKey('own')
  const answer =
    (...keys: (typeof key)[]): typeof globalThis.fetch =>
    async () =>
      Response.json({ keys: keys.map(({ publicJwk }) => publicJwk) })
  const verifier = createVerifier([
    providers.azureAd({ ...common, tenantId: 'common', tenants: [blue, red], fetch: answer(key) }),
    providers.azureAd({ ...common, tenantId: red, audience: 'admins', fetch: answer(own) }),
    providers.clerk({ domain: 'clerk.example.com', algorithms: ['ES256'], fetch: answer(own) }),
  ])
  const verify = (signer: typeof key, claims: Record<string, unknown>) =>
    outcome(verifier.verify(makeToken(signer, { claims })))
  expect(await verify(key, version2(blue))).toBe('accepted')
  expect(await verify(own, { ...version2(red), aud: 'admins' })).toBe('accepted')
  expect(await verify(own, version2(red))).toBe('token_audience_mismatch')
  expect(await verify(own, { iss: 'https://clerk.example.com' })).toBe('accepted')
  expect(await verify(own, version2(blue))).toBe('token_key_not_found')
  expect(await verify(own, { iss: 'https://clerk.example.org', tid: blue })).toBe('token_issuer_mismatch')
})
