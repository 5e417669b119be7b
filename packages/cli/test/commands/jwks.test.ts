import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateSigningKey } from '@rowauth/core'
import { createTestIssuer, type TestIssuer } from '@rowauth/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openServer, type Server } from '../support/database.js'
import { rowauth } from '../support/run.js'

let server: Server
let url: string
let issuer: TestIssuer
let cwd: string
beforeAll(async () => {
  server = await openServer()
  url = await server.createDatabase()
  cwd = await mkdtemp(join(tmpdir(), 'rowauth-jwks-'))
  issuer = await createTestIssuer()
  const apply = ['apply', '--url', url, '--verification', 'database', ...server.rolesOption]
  expect(await rowauth(apply)).toMatchObject({ exitCode: 0, err: '' })
})
beforeEach(() => server.query(url, 'delete from auth.jwks'))
afterAll(async () => {
  await issuer.close()
  await rm(cwd, { recursive: true })
  await server.close()
})

const run = (command: string, ...args: string[]) =>
  rowauth(['jwks', command, '--url', url, '--json', ...args], { cwd })
const sync = (...args: string[]) =>
  run('sync', '--jwks', issuer.jwksUrl, '--issuer', issuer.issuer, '--audience', 'api', ...args)

/** What was done with how many keys. */
async function done(outcome: ReturnType<typeof sync>): Promise<Record<string, number>> {
  const { json, exitCode } = await outcome
  expect(json()).toMatchObject({ ok: true })
  expect(exitCode).toBe(0)
  const count: Record<string, number> = {}
  for (const { action } of json().keys as { action: string }[]) count[action] = (count[action] ?? 0) + 1
  return count
}

const registered = () =>
  server.query(url, 'select id::text, kid, alg, issuer, audience from auth.jwks order by id')

/** Whether the database takes a token; what it says if not. */
async function verdict(token: string): Promise<string> {
  const sql = `select auth.jwt_session_init('${token}'); select auth.user_id()`
  return server.query(url, sql).then(
    () => 'accepted',
    (error: { detail?: string; message: string }) => error.detail ?? error.message,
  )
}

describe('rowauth jwks sync', () => {
  test('follows the keys of an issuer', async () => {
    const first = await issuer.token({ aud: 'api' })
    expect(await done(sync())).toEqual({ added: 1 })
    expect(await verdict(first)).toBe('accepted')
    const before = await registered()
    expect(before).toEqual([
      expect.objectContaining({ alg: 'ES256', issuer: issuer.issuer, audience: ['api'] }),
    ])

    expect(await done(sync())).toEqual({ unchanged: 1 })
    expect(await registered()).toEqual(before)

    await issuer.rotate({ keep: true })
    expect(await done(sync())).toEqual({ added: 1, unchanged: 1 })
    expect(await verdict(first)).toBe('accepted')

    await issuer.rotate()
    expect(await done(sync())).toEqual({ added: 1, retired: 2 })
    expect(await verdict(first)).toBe('token_key_not_found')
    expect(await verdict(await issuer.token({ aud: 'api' }))).toBe('accepted')
    expect(await verdict(await issuer.token({ aud: 'web' }))).toBe('token_audience_mismatch')
    expect(await verdict(await issuer.token({ aud: 'api', iss: 'https://b.example' }))).not.toBe('accepted')
  })

  test('says what it did', async () => {
    const { out } = await rowauth(['jwks', 'sync', '--url', url, '--jwks', issuer.jwksUrl])
    expect(out).toMatch(/^added {6}\S+ {2}ES256\nnote Tokens of these keys may name any issuer/)
  })

  test('fetches keys over http from hosts for which that is allowed', async () => {
    // Loopback by another name, which is not among those that are allowed anyway.
    const jwks = issuer.jwksUrl.replace('127.0.0.1', '0.0.0.0')
    const hosts = ['--allow-http', 'keycloak', '--allow-http', '0.0.0.0']
    expect(await done(run('sync', '--jwks', jwks, ...hosts))).toEqual({ added: 1 })
  })

  test('does nothing on a dry run, and tells the same', async () => {
    expect(await done(sync('--dry-run'))).toEqual({ added: 1 })
    expect(await registered()).toEqual([])
    const { out } = await rowauth(['jwks', 'sync', '--url', url, '--jwks', issuer.jwksUrl, '--dry-run'])
    expect(out).toMatch(/Nothing was done: this is a dry run/)
  })

  test('changes the audience of keys that it knows, and keeps the times that the owner gave them', async () => {
    await done(sync())
    await server.query(url, `update auth.jwks set not_after = '2100-01-01Z'`)
    const [before] = await registered()
    expect(await done(sync('--audience', 'web'))).toEqual({ changed: 1 })
    expect(await registered()).toEqual([{ ...before, audience: ['api', 'web'] }])
    const [key] = await server.query(url, 'select not_after::text as until from auth.jwks')
    expect(key?.until).toMatch(/^2100-01-01|^2099-12-31/)
  })

  test('registers keys for each of several issuers, and leaves those of others alone', async () => {
    await done(sync())
    expect(await done(sync('--issuer', 'https://b.example'))).toEqual({ unchanged: 1, added: 1 })
    await issuer.rotate()
    expect(await done(sync())).toEqual({ added: 1, retired: 1 })
    expect((await registered()).map(({ issuer }) => issuer).sort()).toEqual(
      [issuer.issuer, 'https://b.example'].sort(),
    )
  })

  test('replaces a key that has another one of the same id in its place', async () => {
    const [one, other] = [await generateSigningKey({ kid: 'k' }), await generateSigningKey({ kid: 'k' })]
    await writeFile(join(cwd, 'k.json'), JSON.stringify({ keys: [one.publicJwk] }))
    expect(await done(run('sync', '--jwks', 'k.json'))).toEqual({ added: 1 })
    await writeFile(join(cwd, 'k.json'), JSON.stringify(other.publicJwk))
    expect(await done(run('sync', '--jwks', 'k.json'))).toEqual({ replaced: 1 })
    const [key] = await server.query(url, 'select jwk from auth.jwks')
    expect(key?.jwk).toMatchObject({ x: other.publicJwk.x })
  })

  test('retires a key that is published no more, though the one in its place cannot be used', async () => {
    const [one, good] = [await generateSigningKey({ kid: 'k' }), await generateSigningKey({ kid: 'good' })]
    await writeFile(join(cwd, 'k.json'), JSON.stringify({ keys: [one.publicJwk, good.publicJwk] }))
    expect(await done(run('sync', '--jwks', 'k.json'))).toEqual({ added: 2 })
    const weak = { kty: 'RSA', kid: 'k', n: 'AQAB', e: 'AQAB' }
    await writeFile(join(cwd, 'k.json'), JSON.stringify({ keys: [weak, good.publicJwk] }))
    expect(await done(run('sync', '--jwks', 'k.json'))).toEqual({ retired: 1, skipped: 1, unchanged: 1 })
    expect((await registered()).map(({ kid }) => kid)).toEqual(['good'])
  })

  test('leaves out what cannot be used, and takes the rest', async () => {
    const good = await generateSigningKey({ alg: 'RS256', kid: 'good' })
    const unusable = [
      { ...good.publicJwk, kid: 'encrypts', use: 'enc' },
      { kty: 'oct', kid: 'symmetric', k: 'c2VjcmV0' },
      { ...good.privateJwk, kid: 'private' },
      { ...good.publicJwk, kid: 'weak', n: 'AQAB' },
      { ...good.publicJwk, kid: 'exotic', alg: 'RSA-OAEP' },
      'no key',
    ]
    await writeFile(join(cwd, 'set.json'), JSON.stringify({ keys: [...unusable, good.publicJwk] }))
    const { json } = await run('sync', '--jwks', 'set.json')
    expect(json()).toMatchObject({ ok: true })
    const keys = json().keys as { action: string; kid: string; reason?: string }[]
    expect(keys.filter(({ action }) => action === 'added').map(({ kid }) => kid)).toEqual(['good'])
    const skipped = keys.filter(({ action }) => action === 'skipped')
    expect(skipped.map(({ kid }) => kid).sort()).toEqual([
      'encrypts',
      'exotic',
      'private',
      'symmetric',
      'weak',
    ])
    for (const { reason } of skipped) expect(reason).toEqual(expect.stringMatching(/\S/))
    const { out } = await run('sync', '--jwks', 'set.json')
    expect(out).not.toContain(good.privateJwk.d)
  })

  test('takes the algorithms that it is told', async () => {
    const keys = [
      await generateSigningKey({ alg: 'RS256', kid: 'rsa' }),
      await generateSigningKey({ alg: 'ES256', kid: 'ec' }),
      await generateSigningKey({ alg: 'EdDSA', kid: 'ed' }),
    ].map(({ publicJwk }) => publicJwk)
    await writeFile(join(cwd, 'all.json'), JSON.stringify({ keys }))
    expect(await done(run('sync', '--jwks', 'all.json'))).toEqual({ added: 3 })
    expect(await done(run('sync', '--jwks', 'all.json', '--algorithm', 'RS256'))).toEqual({
      ...{ unchanged: 1, retired: 2, skipped: 2 },
    })
    expect((await registered()).map(({ kid }) => kid)).toEqual(['rsa'])
  })

  test('runs twice at once', async () => {
    await done(sync())
    await issuer.rotate()
    const outcomes = await Promise.all([done(sync()), done(sync()), done(sync())])
    expect(outcomes).toContainEqual({ added: 1, retired: 1 })
    expect(outcomes.filter((each) => each.unchanged === 1)).toHaveLength(2)
    expect(await registered()).toHaveLength(1)
  })

  describe('changes nothing', () => {
    let before: unknown
    beforeEach(async () => {
      await done(sync())
      before = await registered()
      await issuer.rotate()
    })

    async function refused(outcome: ReturnType<typeof sync>, code: string): Promise<string> {
      const { exitCode, json } = await outcome
      expect(json()).toMatchObject({ ok: false, error: { code } })
      expect(exitCode).not.toBe(0)
      expect(await registered()).toEqual(before)
      return String((json().error as { message: string }).message)
    }

    test('while the address fails or is gone', async () => {
      issuer.fail()
      expect(await refused(sync(), 'jwks_unavailable')).toMatch(/status 5\d\d/)
      issuer.restore()
      const gone = new URL('/nowhere', issuer.jwksUrl).href
      await refused(run('sync', '--jwks', gone, '--issuer', issuer.issuer), 'jwks_unavailable')
      const closed = run('sync', '--jwks', 'http://127.0.0.1:1/jwks', '--issuer', issuer.issuer)
      expect(await refused(closed, 'jwks_unavailable')).toMatch(/connection failed|fetch failed|bad port/)
    })

    test.each([
      ['an empty set', '{"keys":[]}', 'jwks_unavailable'],
      ['no set', '{"error":"maintenance"}', 'jwks_unavailable'],
      ['no JSON', '<html>', 'input_unreadable'],
      ['a set without a usable key', '{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}', 'jwks_unusable'],
      ['a set of keys for something else', '{"keys":[{"kty":"RSA","use":"enc"}]}', 'jwks_unusable'],
    ])('on %s', async (_, text, code) => {
      await writeFile(join(cwd, 'bad.json'), text)
      await refused(run('sync', '--jwks', 'bad.json', '--issuer', issuer.issuer), code)
    })

    test('when the address is none to be trusted', async () => {
      await refused(run('sync', '--jwks', 'http://a.example/jwks.json'), 'usage')
      await refused(run('sync', '--jwks', 'https://a:b@a.example/jwks.json'), 'usage')
      const elsewhere = ['--jwks', 'http://a.example/jwks.json', '--allow-http', 'b.example']
      await refused(run('sync', ...elsewhere), 'usage')
      const keycloak = ['--provider', 'keycloak', '--option', 'url=http://a.example', '--option', 'realm=r']
      await refused(run('sync', ...keycloak), 'usage')
    })
  })

  test('needs a database that verifies, and its owner', async () => {
    const other = await server.createDatabase()
    const jwks = ['--jwks', issuer.jwksUrl, '--json']
    expect((await rowauth(['jwks', 'sync', '--url', other, ...jwks])).json()).toMatchObject({
      error: { code: 'not_installed' },
    })
    await rowauth(['apply', '--url', other, ...server.rolesOption])
    expect((await rowauth(['jwks', 'sync', '--url', other, ...jwks])).json()).toMatchObject({
      error: { code: 'verification_differs', hint: expect.stringMatching(/switch --to database/) },
    })
    const login = new URL(url)
    login.username = server.roles.authenticator
    login.password = 'syncs'
    await server.query(url, `alter role ${server.roles.authenticator} login password 'syncs'`)
    for (const args of [
      ['sync', ...jwks],
      ['list', '--json'],
      ['retire', 'k', '--json'],
    ]) {
      expect((await rowauth(['jwks', ...args, '--url', login.href])).json()).toMatchObject({
        error: { code: 'rights_missing' },
      })
    }
  })
})

describe('rowauth jwks list', () => {
  test('shows the keys and until when they hold', async () => {
    expect((await rowauth(['jwks', 'list', '--url', url])).out).toMatch(/^No keys are registered/)
    await done(sync())
    const { out } = await rowauth(['jwks', 'list', '--url', url])
    expect(out).toMatch(/^\S+ {2}ES256 {2}active\n {2}issuer {5}http:\/\/\S+\n {2}audience {3}api\n/)
    expect((await run('list')).json()).toMatchObject({ keys: [{ state: 'active', audience: ['api'] }] })
    await server.query(url, `update auth.jwks set not_after = now() - interval '1 minute'`)
    expect((await run('list')).json()).toMatchObject({ keys: [{ state: 'expired' }] })
  })

  test('prints no control characters of a key id', async () => {
    const { publicJwk } = await generateSigningKey({ kid: '\u001b[2J\u202e' })
    await writeFile(join(cwd, 'odd.json'), JSON.stringify(publicJwk))
    const synced = await rowauth(['jwks', 'sync', '--url', url, '--jwks', 'odd.json'], { cwd })
    const { out } = await rowauth(['jwks', 'list', '--url', url])
    for (const character of ['\u001b', '\u202e']) expect(synced.out + out).not.toContain(character)
    expect(out).toContain('u001b')
  })
})

describe('rowauth jwks retire', () => {
  test('takes a key, and every session that it vouches for', async () => {
    await done(sync('--issuer', 'https://b.example'))
    const token = await issuer.token({ aud: 'api' })
    expect(await verdict(token)).toBe('accepted')
    const [key] = await registered()
    const kid = String(key?.kid)
    expect(await done(run('retire', '--dry-run', '--', kid))).toEqual({ retired: 2 })
    expect(await done(run('retire', '--issuer', 'https://b.example', '--', kid))).toEqual({ retired: 1 })
    expect(await verdict(token)).toBe('accepted')
    expect(await done(run('retire', '--', kid))).toEqual({ retired: 1 })
    expect(await verdict(token)).toBe('token_key_not_found')
    expect((await run('retire', '--', kid)).json()).toMatchObject({
      ok: false,
      error: { code: 'key_not_found' },
    })
  })

  test('takes a key id that starts with a hyphen behind `--`, and says so', async () => {
    const { publicJwk } = await generateSigningKey({ kid: '-one' })
    await writeFile(join(cwd, 'hyphen.json'), JSON.stringify(publicJwk))
    await done(run('sync', '--jwks', 'hyphen.json', '--issuer', 'a'))
    expect(await run('retire', '-one')).toMatchObject({ exitCode: 2 })
    expect((await rowauth(['jwks', 'retire', '--help'])).out).toMatch(/hyphen is written behind "--"/)
    expect(await done(run('retire', '--', '-one'))).toEqual({ retired: 1 })
  })

  test('asks which one is meant where issuers have other keys of the same id', async () => {
    for (const name of ['a', 'b']) {
      const { publicJwk } = await generateSigningKey({ kid: 'same' })
      await writeFile(join(cwd, `${name}.json`), JSON.stringify(publicJwk))
      await done(run('sync', '--jwks', `${name}.json`, '--issuer', name))
    }
    expect(await run('retire', 'same')).toMatchObject({ exitCode: 2 })
    expect(await done(run('retire', 'same', '--issuer', 'b'))).toEqual({ retired: 1 })
    expect((await registered()).map(({ issuer }) => issuer)).toEqual(['a'])
  })
})
