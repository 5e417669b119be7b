import { createVerifier, providers } from '@rowauth/core'
import { beforeAll, describe, expect, test } from 'vitest'
import { outcome } from '../tokens.js'
import { misconfigurations } from './misconfigurations.js'
import { openProvider, openProviders, type Provider } from './provider.js'
import { type Json, makeProviderKey } from './provider-key.js'
import { stytchProject } from './recorded/business-services.js'
import { stackProject } from './recorded/hosted-services.js'
import { superTokensKids } from './recorded/super-tokens.js'
import { shapes } from './shapes.js'

type Name = keyof typeof shapes

let opened: Record<Name, Provider>

beforeAll(async () => {
  opened = await openProviders(shapes)
})

const serve =
  ({ jwks }: Pick<Provider, 'jwks'>): typeof globalThis.fetch =>
  async () =>
    Response.json(jwks)

test('each preset has its misconfigurations', () => {
  expect(Object.keys(misconfigurations).sort()).toEqual(Object.keys(shapes).sort())
})

describe.each(Object.keys(shapes) as Name[])('%s refuses', (name) => {
  const mistakes = (misconfigurations[name] ?? []).map((row) => [row.mistake, row] as const)

  test.each(mistakes)('%s', async (_, { code, configure, token, says }) => {
    const provider = opened[name]
    const fetch = serve(provider)
    const wrong = typeof token === 'function' ? token(provider) : provider.token(token)
    const verifier = createVerifier((configure ?? provider.shape.preset)({ fetch }))
    expect(await outcome(verifier.verify(wrong))).toBe(code)
    if (says !== undefined) await expect(verifier.verify(wrong)).rejects.toThrow(says)
    // The mistake is what is refused: without it the same keys and the same claims are fine.
    const right = createVerifier(provider.shape.preset({ fetch }))
    expect(await outcome(right.verify(provider.token()))).toBe('accepted')
  })
})

test('superTokens: the next dynamic key is found, and the one before it is forgotten', async () => {
  const before = opened.superTokens
  const next = {
    ...shapes.superTokens,
    header: { ...shapes.superTokens.header, kid: superTokensKids.next },
    jwks: (key: Json, other: Json) => {
      const { keys } = shapes.superTokens.jwks(key, other)
      const [fixed] = keys as object[]
      return { keys: [fixed, { ...key, kid: superTokensKids.next, alg: 'RS256', use: 'sig' }] }
    },
  }
  const after = await openProvider(next, makeProviderKey('RS256'))
  let served = before
  const fetch: typeof globalThis.fetch = async (...call) => serve(served)(...call)
  const verifier = createVerifier(shapes.superTokens.preset({ fetch }))
  expect(await outcome(verifier.verify(before.token()))).toBe('accepted')
  served = after
  expect(await outcome(verifier.verify(after.token()))).toBe('accepted')
  expect(await outcome(verifier.verify(before.token()))).toBe('token_key_not_found')
})

describe('what one provider calls itself by two names is accepted by both', () => {
  test.each<[string, Name, () => ReturnType<(typeof shapes)[Name]['preset']>, string]>([
    [
      'stackAuth: tokens name api.hexclave.com since the service has that name',
      'stackAuth',
      () => providers.stackAuth({ projectId: stackProject }),
      `https://api.hexclave.com/api/v1/projects/${stackProject}`,
    ],
    [
      'stytch: tokens name the custom domain',
      'stytch',
      () => providers.stytch({ projectId: stytchProject, domain: 'login.todo.example.com' }),
      'https://login.todo.example.com',
    ],
    [
      'supabase: tokens name the project although there is a custom domain',
      'supabase',
      () => providers.supabase({ projectRef: 'qwertyuiopasdfghjklz', url: 'https://api.todo.example.com' }),
      'https://api.todo.example.com/auth/v1',
    ],
    [
      'google: tokens name the issuer without a scheme',
      'google',
      () => shapes.google.preset({}),
      'accounts.google.com',
    ],
    ['workOs: tokens from before 2025', 'workOs', () => shapes.workOs.preset({}), 'https://api.workos.com'],
    [
      'azureAd: tokens of version 1.0',
      'azureAd',
      () => shapes.azureAd.preset({}),
      'https://sts.windows.net/3f0c2d6e-5b1a-4c7e-9d2f-8a6b4c1e7f90/',
    ],
  ])('%s', async (_, name, preset, iss) => {
    const provider = opened[name]
    const verifier = createVerifier({ ...preset(), fetch: serve(provider) })
    expect(await outcome(verifier.verify(provider.token()))).toBe('accepted')
    expect(await outcome(verifier.verify(provider.token({ claims: { iss } })))).toBe('accepted')
  })
})
