import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestIssuer, type TestIssuer } from '@rowauth/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rowauth } from '../support/run.js'

let issuer: TestIssuer
let cwd: string
beforeAll(async () => {
  issuer = await createTestIssuer()
  cwd = await mkdtemp(join(tmpdir(), 'rowauth-verify-'))
})
afterAll(async () => {
  await issuer.close()
  await rm(cwd, { recursive: true })
})

const marker = 'marker-of-a-claim'

/** Runs it with the token on standard input, and makes sure that nothing of it but what may be is shown. */
async function verify(token: string, ...options: string[]) {
  const args = ['verify', '-', '--jwks', issuer.jwksUrl, ...options]
  const plain = await rowauth(args, { cwd, stdin: `${token}\n` })
  const machine = await rowauth([...args, '--json'], { cwd, stdin: token })
  expect(machine.exitCode).toBe(plain.exitCode)
  const shown = plain.out + plain.err + machine.out + machine.err
  expect(shown).not.toContain(marker)
  for (const part of token.split('.').filter((part) => part.length > 20)) expect(shown).not.toContain(part)
  return { ...plain, json: machine.json() }
}

test('accepts a good token and shows header, times and names of claims', async () => {
  const token = await issuer.token({ sub: marker, org: marker })
  const { exitCode, out, json } = await verify(token)
  expect(exitCode).toBe(0)
  expect(out).toMatch(/^accepted\n\n {2}alg {5}ES256\n/)
  expect(out).toMatch(/exp {5}\d{4}-\d\d-\d\dT[\d:.]+Z \(in \d+ minutes\)/)
  expect(json).toMatchObject({
    ok: true,
    reasons: [],
    token: { alg: 'ES256', kid: expect.any(String), claims: expect.arrayContaining(['sub', 'org', 'exp']) },
  })
  expect(json).not.toHaveProperty('code')
})

test('takes the token as an argument as well, and says what that means', async () => {
  const token = await issuer.token({ sub: marker })
  const args = ['verify', token, '--jwks', issuer.jwksUrl]
  expect(await rowauth(args)).toMatchObject({ exitCode: 0 })
  expect((await rowauth(['verify', '--help'])).out).toMatch(/Arguments can be read by other users/)
})

describe('a refused token', () => {
  test.each([
    ['iss', 'https://a.example/', ['--issuer', 'https://a.example'], /differs by a slash at its end only/],
    ['iss', 'HTTPS://a.example', ['--issuer', 'https://a.example'], /upper and lower case only/],
    ['iss', 'http://a.example', ['--issuer', 'https://a.example'], /http:\/\/ or https:\/\/ only/],
    ['iss', 'https://b.example', ['--issuer', 'https://a.example'], /none of "https:\/\/a\.example"/],
    ['iss', 7, ['--issuer', 'https://a.example'], /no "iss" that is a string/],
    ['aud', ['x', 'api/'], ['--audience', 'web', '--audience', 'api'], /"aud" differs by a slash/],
  ])('for %s %j', async (claim, value, options, reason) => {
    const { exitCode, json } = await verify(await issuer.token({ sub: marker, [claim]: value }), ...options)
    expect(exitCode).toBe(1)
    expect(json).toMatchObject({
      ok: false,
      code: claim === 'iss' ? 'token_issuer_mismatch' : 'token_audience_mismatch',
      reasons: [expect.stringMatching(reason)],
    })
  })

  test('for its times', async () => {
    const now = Math.floor(Date.now() / 1000)
    const expired = await verify(await issuer.token({ sub: marker, exp: now - 7200 }))
    expect(expired.json).toMatchObject({ code: 'token_expired' })
    expect(expired.out).toMatch(/^refused token_expired\n/)
    expect(expired.out).toMatch(/\(2 hours ago\)/)
    const early = await verify(await issuer.token({ sub: marker, nbf: now + 7200 }))
    expect(early.json).toMatchObject({ code: 'token_not_active' })
    const milliseconds = await verify(await issuer.token({ sub: marker, ['exp' as string]: 'soon' }))
    expect(milliseconds.json).toMatchObject({ code: 'token_claims_invalid' })
    expect(milliseconds.out).toMatch(/exp {5}is no time in seconds/)
  })

  test('for a claim that is required', async () => {
    const { json } = await verify(await issuer.token({ sub: marker }), '--require', 'org_id')
    expect(json).toMatchObject({ code: 'token_claims_invalid', message: expect.stringContaining('org_id') })
  })

  test('for its key, and names those that there are', async () => {
    const stranger = await createTestIssuer()
    const { json } = await verify(await stranger.token({ sub: marker }))
    await stranger.close()
    const known = await fetch(issuer.jwksUrl).then((response) => response.json())
    expect(json).toMatchObject({ code: 'token_key_not_found' })
    expect(JSON.stringify(json.reasons)).toContain(known.keys[0].kid)
  })

  test('for its signature or algorithm', async () => {
    const token = await issuer.token({ sub: marker })
    const [header, , signature] = token.split('.')
    const [, other] = (await issuer.token({ sub: `${marker}-2` })).split('.')
    const forged = await verify([header, other, signature].join('.'))
    expect(forged.json).toMatchObject({ code: 'token_signature_invalid' })
    const none = Buffer.from('{"alg":"none"}').toString('base64url')
    expect((await verify(`${none}.${other}.`)).json).toMatchObject({ code: 'token_algorithm_not_allowed' })
  })

  test.each([
    ['with Bearer', (token: string) => `Bearer ${token}`, /begins with "Bearer"/],
    ['in quotation marks', (token: string) => `"${token}"`, /quotation marks/],
    ['padded', (token: string) => `${token}==`, /padded/],
    ['broken over lines', (token: string) => token.replace('.', '.\n'), /white space/],
    ['cut off', (token: string) => token.split('.').slice(0, 2).join('.'), /2 part\(s\)/],
    ['encrypted', () => 'a.b.c.d.e', /five parts/],
  ])('for its form: %s', async (_, form, reason) => {
    const { json } = await verify(form(await issuer.token({ sub: marker })))
    expect(json).toMatchObject({ code: 'token_malformed' })
    expect(json.reasons).toContainEqual(expect.stringMatching(reason))
  })

  test('cannot write to the terminal', async () => {
    const header = { alg: 'ES256', kid: '\u001b[2J\u009b31m\u202e', typ: 'JWT' }
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const { out } = await verify(`${part(header)}.${part({ '\u001b]0;x\u0007': 1 })}.AAAA`)
    expect([...out].filter((character) => character < ' ' && character !== '\n')).toEqual([])
    expect(out).not.toMatch(/[\u0080-\u009f\u202e]/)
  })
})

describe('the keys', () => {
  test('may come from a file: a set, or one key', async () => {
    const jwks = await fetch(issuer.jwksUrl).then((response) => response.json())
    await writeFile(join(cwd, 'set.json'), JSON.stringify(jwks))
    await writeFile(join(cwd, 'one.json'), JSON.stringify(jwks.keys[0]))
    await writeFile(join(cwd, 'none.json'), '[]')
    const stdin = await issuer.token({ sub: marker })
    for (const file of ['set.json', 'one.json']) {
      expect(await rowauth(['verify', '-', '--jwks', file], { cwd, stdin })).toMatchObject({ exitCode: 0 })
    }
    const none = await rowauth(['verify', '-', '--jwks', 'none.json'], { cwd, stdin })
    expect(none).toMatchObject({ exitCode: 1, err: expect.stringMatching(/holds no JWKS/) })
  })

  test('come over http from hosts for which that is allowed', async () => {
    const stdin = await issuer.token({ sub: marker })
    // Loopback by another name, which is not among those that are allowed anyway.
    const args = ['verify', '-', '--jwks', issuer.jwksUrl.replace('127.0.0.1', '0.0.0.0')]
    const refused = await rowauth(args, { stdin })
    expect(refused).toMatchObject({ exitCode: 2, err: expect.stringMatching(/--allow-http/) })
    const hosts = ['--allow-http', 'keycloak', '--allow-http', '0.0.0.0']
    expect(await rowauth([...args, ...hosts], { stdin })).toMatchObject({ exitCode: 0 })
    expect(await rowauth([...args, '--allow-http', 'http://0.0.0.0'], { stdin })).toMatchObject({
      exitCode: 2,
    })
  })

  test('may not be had', async () => {
    const token = await issuer.token({ sub: marker })
    const url = new URL('/nowhere', issuer.jwksUrl)
    const lost = await rowauth(['verify', '-', '--jwks', url.href, '--json'], { stdin: token })
    expect(lost.json()).toMatchObject({ code: 'jwks_unavailable' })
    expect(lost.json().reasons).toContainEqual('The address answered with HTTP status 404.')
    const plain = await rowauth(['verify', '-', '--jwks', 'http://example.com/jwks.json'], { stdin: token })
    expect(plain).toMatchObject({ exitCode: 2 })
  })

  test('need options that can be meant', async () => {
    const token = await issuer.token({ sub: marker })
    for (const options of [
      ['--algorithm', 'HS256'],
      ['--clock-tolerance', 'x'],
      ['--issuer', ''],
    ]) {
      const args = ['verify', '-', '--jwks', issuer.jwksUrl, ...options]
      expect(await rowauth(args, { stdin: token })).toMatchObject({ exitCode: 2 })
    }
  })
})
