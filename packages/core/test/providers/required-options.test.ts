import { providers } from '@rowauth/core'
import { describe, expect, test } from 'vitest'

type Preset = (options: unknown) => unknown
const presets = providers as unknown as Record<string, Preset>
const make = (name: string, options: unknown) => presets[name]?.(options)

/** What else each of them needs. */
const audienceRequired: Record<string, object> = {
  google: {},
  kinde: { domain: 'a.example' },
  okta: { domain: 'a.example' },
  logto: { endpoint: 'https://a.example' },
  xsuaa: { url: 'https://a.example' },
  zitadel: { url: 'https://a.example' },
  ory: { url: 'https://a.example' },
  authentik: { url: 'https://a.example', application: 'a', issuerMode: 'global' },
}

const isMine = (audience: unknown) => [audience].flat().join() === 'mine'

describe('where the audience alone tells applications apart, it is required', () => {
  test('for the compiler', () => {
    // @ts-expect-error the project is the audience
    expect(() => providers.firebase({})).toThrow(TypeError)
    // @ts-expect-error the audience is required
    expect(() => providers.google({})).toThrow(TypeError)
    // @ts-expect-error the audience is required
    expect(() => providers.kinde({ domain: 'a.example' })).toThrow(TypeError)
    // @ts-expect-error the audience is required
    expect(() => providers.okta({ domain: 'a.example' })).toThrow(TypeError)
    // @ts-expect-error the audience is required
    expect(() => providers.logto({ endpoint: 'https://a.example' })).toThrow(TypeError)
    // @ts-expect-error the audience is required
    expect(() => providers.xsuaa({ url: 'https://a.example' })).toThrow(TypeError)
    // @ts-expect-error the audience is required
    expect(() => providers.zitadel({ url: 'https://a.example' })).toThrow(TypeError)
    // @ts-expect-error the audience is required, or the keys of tokenized sessions
    expect(() => providers.ory({ url: 'https://a.example' })).toThrow(TypeError)
    const global = { url: 'https://a.example', application: 'a', issuerMode: 'global' } as const
    // @ts-expect-error the audience is required
    expect(() => providers.authentik(global)).toThrow(TypeError)
  })

  test('by ory, where keys that went missing are none of its own', () => {
    for (const jwks of [undefined, null]) {
      expect(() => make('ory', { url: 'https://a.example', jwks }), JSON.stringify(jwks)).toThrow(TypeError)
    }
  })

  const missing = [undefined, null, '', [], [''], ['a', undefined], 1]

  test.each(Object.entries(audienceRequired))('by %s', (name, rest) => {
    for (const audience of missing) {
      expect(() => make(name, { ...rest, audience }), JSON.stringify(audience)).toThrow(
        '`audience` is required',
      )
    }
    expect(make(name, { ...rest, audience: 'mine' })).toHaveProperty('audience', expect.toSatisfy(isMine))
  })

  test('the project of Firebase is one, which nothing takes away', () => {
    for (const projectId of [undefined, null, '', 1]) {
      expect(() => make('firebase', { projectId })).toThrow(TypeError)
    }
    expect(make('firebase', { projectId: 'mine', audience: 'other' })).toMatchObject({ audience: 'mine' })
  })
})

const hosts = [
  undefined,
  '',
  'localhost',
  'https://a.example',
  'a.example/path',
  'a.example:443',
  'evil.example#',
  'a.example?',
  'user@a.example',
  'a..example',
  '-a.example',
  'a.example.',
  'a b.example',
  'a.example\n',
  `${'a'.repeat(64)}.example`,
]
const ids = [
  undefined,
  '',
  '..',
  '.',
  '../x',
  'a/b',
  'a?b',
  'a#b',
  'a b',
  'a%2fb',
  'a\\b',
  'a@b',
  'a\n',
  1,
  {},
]
const urls = [
  undefined,
  '',
  'a.example',
  'http://a.example',
  'ftp://a.example',
  'https://user:pw@a.example',
  'https://a.example?x=1',
  'https://a.example#x',
  'javascript:alert(1)',
  1,
]
const paths = ['auth', '/..', '/a/../b', '/a?b', '/a#b', '//b', '/a b', 1]

describe('an option cannot lead to keys of somebody else', () => {
  test.each<[string, string, object, readonly unknown[]]>([
    ['clerk', 'domain', {}, hosts],
    ['auth0', 'domain', {}, hosts],
    ['workOs', 'domain', { clientId: 'c' }, hosts.slice(1)],
    ['workOs', 'clientId', {}, ids],
    ['stackAuth', 'projectId', {}, ids],
    ['stytch', 'projectId', {}, ids],
    ['stytch', 'domain', { projectId: 'p' }, hosts.slice(1)],
    ['descope', 'projectId', {}, ids],
    ['firebase', 'projectId', {}, ids],
    ['supabase', 'projectRef', {}, ids],
    ['supabase', 'url', {}, urls],
    ['supabase', 'url', { projectRef: 'p' }, urls.slice(1)],
    ['cognito', 'userPoolId', { region: 'eu-central-1' }, ids],
    [
      'cognito',
      'region',
      { userPoolId: 'p' },
      [undefined, '', 'evil.example/', 'eu-central', 'eu-central-1/', 'EU-CENTRAL-1', '1'],
    ],
    [
      'azureAd',
      'tenantId',
      {},
      [undefined, '', 'common', 'Common', 'organizations', 'contoso.onmicrosoft.com', '../common'],
    ],
    ['keycloak', 'url', { realm: 'r' }, urls],
    ['keycloak', 'url', { realm: 'r', allowHttp: ['b.example', '*.a.example'] }, urls],
    ['keycloak', 'backchannelUrl', { url: 'https://a.example', realm: 'r' }, urls.slice(1)],
    [
      'keycloak',
      'backchannelUrl',
      { url: 'https://a.example', realm: 'r', allowHttp: ['keycloak'] },
      ['http://keycloak.a.example:8080', 'http://user:pw@keycloak:8080', 'ftp://keycloak'],
    ],
    [
      'keycloak',
      'realm',
      { url: 'https://a.example' },
      [undefined, '', '.', '..', 'a/b', 'a?b', 'a#b', 'a\\b', 1],
    ],
    ['propelAuth', 'authUrl', {}, urls],
    ['betterAuth', 'baseURL', {}, urls],
    ['betterAuth', 'basePath', { baseURL: 'https://a.example' }, paths],
    ['neonAuth', 'url', {}, urls],
    ['kinde', 'domain', { audience: 'a' }, hosts],
    ['okta', 'domain', { audience: 'a' }, hosts],
    ['logto', 'endpoint', { audience: 'a' }, urls],
    ['xsuaa', 'url', { audience: 'a' }, [...urls, [], [undefined], ['https://a.example', 'a.example']]],
    [
      'clerk',
      'authorizedParties',
      { domain: 'a.example' },
      ['https://a.example', [], [''], [undefined], ['https://a.example/'], null],
    ],
    ['zitadel', 'url', { audience: 'a' }, urls],
    ['ory', 'url', { audience: 'a' }, urls],
    ['authentik', 'url', { application: 'a' }, urls],
    ['authentik', 'application', { url: 'https://a.example' }, ids],
    [
      'authentik',
      'issuerMode',
      { url: 'https://a.example', application: 'a', audience: 'a' },
      ['', 'per-provider', null, 1],
    ],
    ['okta', 'authorizationServerId', { domain: 'a.example', audience: 'a' }, ids.slice(1)],
    ['superTokens', 'connectionUri', {}, urls],
    ['superTokens', 'apiDomain', { connectionUri: 'https://a.example' }, urls.slice(1)],
    ['superTokens', 'apiBasePath', { apiDomain: 'https://a.example' }, paths],
  ])('%s: %s', (name, option, rest, values) => {
    for (const value of values) {
      expect(() => make(name, { ...rest, [option]: value }), JSON.stringify(value)).toThrow(TypeError)
    }
  })

  test.each(Object.keys(presets))('%s needs its options', (name) => {
    expect(() => make(name, {})).toThrow(TypeError)
    expect(() => make(name, undefined)).toThrow(TypeError)
  })
})
