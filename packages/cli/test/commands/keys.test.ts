import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createVerifier, generateSigningKey } from '@rowauth/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rowauth } from '../support/run.js'

let cwd: string
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'rowauth-keys-'))
})
afterAll(() => rm(cwd, { recursive: true }))
const run = (args: readonly string[], stdin?: string) =>
  rowauth(args, { cwd, ...(stdin === undefined ? {} : { stdin }) })

/** Members that only private keys have (RFC 7518, section 6; RFC 8037, section 2). */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

async function keyFile(name: string, alg: 'ES256' | 'RS256' | 'EdDSA' = 'ES256') {
  const key = await generateSigningKey({ alg })
  await writeFile(join(cwd, name), JSON.stringify(key.privateJwk))
  return key
}

describe('rowauth keys generate', () => {
  test.each(['ES256', 'RS256', 'EdDSA'] as const)('prints a private key for %s that signs', async (alg) => {
    const { exitCode, out, err } = await run(['keys', 'generate', '--alg', alg, '--kid', 'one'])
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
    expect(JSON.parse(out)).toMatchObject({ alg, kid: 'one', use: 'sig', d: expect.any(String) })
    const jwks = JSON.parse((await run(['jwks', '-'], out)).out)
    const token = (await run(['token', '--key', '-', '--sub', 'alice'], out)).out.trim()
    const session = await createVerifier({ jwks }).verify(token)
    expect(session.claims.sub).toBe('alice')
  })

  test('writes a file that only its owner can read, and prints the public key', async () => {
    const { exitCode, out } = await run(['keys', 'generate', '--out', 'new.json'])
    expect(exitCode).toBe(0)
    const written = JSON.parse(await readFile(join(cwd, 'new.json'), 'utf8'))
    expect(written.d).toEqual(expect.any(String))
    expect(out).not.toContain(written.d)
    expect(JSON.parse(out)).toEqual(
      Object.fromEntries(Object.entries(written).filter(([name]) => name !== 'd')),
    )
    expect((await stat(join(cwd, 'new.json'))).mode & 0o777).toBe(0o600)
  })

  test('never overwrites a key', async () => {
    await keyFile('old.json')
    const before = await readFile(join(cwd, 'old.json'), 'utf8')
    const { exitCode, err } = await run(['keys', 'generate', '--out', 'old.json'])
    expect(exitCode).toBe(1)
    expect(err).toMatch(/old\.json is there already/)
    expect(await readFile(join(cwd, 'old.json'), 'utf8')).toBe(before)
    const lost = await run(['keys', 'generate', '--out', 'no/such/folder.json', '--json'])
    expect(lost.json()).toMatchObject({ error: { code: 'file_not_written' } })
  })

  test('takes no empty key id', async () => {
    expect(await run(['keys', 'generate', '--kid', ''])).toMatchObject({ exitCode: 2 })
  })
})

describe('rowauth jwks', () => {
  test('prints the public halves of several keys, and nothing else of them', async () => {
    const one = await keyFile('one.json')
    const two = await keyFile('two.json', 'RS256')
    const { exitCode, out, json } = await run(['jwks', 'one.json', 'two.json', '--json'])
    expect(exitCode).toBe(0)
    expect(json()).toEqual({ ok: true, keys: [one.publicJwk, two.publicJwk] })
    for (const key of json().keys as object[]) {
      for (const member of privateMembers) expect(key).not.toHaveProperty(member)
    }
    for (const { privateJwk } of [one, two]) {
      for (const member of privateMembers) {
        const value: unknown = Reflect.get(privateJwk, member)
        if (typeof value === 'string') expect(out).not.toContain(value)
      }
    }
  })

  test('reads what keys generate prints as JSON, and sets of keys', async () => {
    const { out } = await run(['keys', 'generate', '--json'])
    const { privateJwk, publicJwk } = JSON.parse(out)
    expect(JSON.parse((await run(['jwks', '-'], out)).out)).toEqual({ keys: [publicJwk] })
    const set = JSON.stringify({ keys: [privateJwk] })
    expect(JSON.parse((await run(['jwks', '-'], set)).out)).toEqual({ keys: [publicJwk] })
  })

  test.each([
    ['a public key', async () => JSON.stringify((await generateSigningKey()).publicJwk)],
    ['a secret', async () => '{ "kty": "oct", "k": "marker-of-a-secret", "d": "marker-of-a-secret" }'],
    ['something else', async () => '{ "marker-of-a-secret": '],
    ['an empty set', async () => '{ "keys": [] }'],
  ])('refuses %s and quotes none of it', async (_, content) => {
    const { exitCode, out, err } = await run(['jwks', '-', '--debug'], await content())
    expect(exitCode).toBe(1)
    expect(err).toMatch(/^error Standard input holds no/)
    expect(out + err).not.toContain('marker-of-a-secret')
  })

  test('refuses keys that verifiers could not tell apart, and files that are not there', async () => {
    await keyFile('same.json')
    const twice = await run(['jwks', 'same.json', 'same.json', '--json'])
    expect(twice.json()).toMatchObject({ error: { message: expect.stringMatching(/key ids/) } })
    expect((await run(['jwks', 'gone.json'])).err).toMatch(/^error gone\.json cannot be read \(ENOENT\)/)
  })
})

describe('rowauth token', () => {
  test('signs the claims that are asked for', async () => {
    const { publicJwk } = await keyFile('sign.json')
    const options = [
      '--sub',
      'alice',
      '--claim',
      'org=a=b',
      '--claim',
      'n=1',
      '--claims',
      '{"admin":true,"n":2}',
    ]
    const issued = ['--issuer', 'https://a.example', '--audience', 'api', '--expires-in', '60']
    const { out } = await run(['token', '--key', 'sign.json', ...options, ...issued])
    const verifier = createVerifier({
      jwks: { keys: [publicJwk] },
      issuer: 'https://a.example',
      audience: 'api',
    })
    const { claims } = await verifier.verify(out.trim())
    const { iat = 0, exp = 0, ...others } = claims
    expect(exp - iat).toBe(60)
    expect(others).toEqual({
      ...{ sub: 'alice', org: 'a=b', n: '1', admin: true },
      ...{ iss: 'https://a.example', aud: 'api' },
    })
  })

  test.each([
    [['--claim', 'x'], /--claim takes a name/],
    [['--claims', '[1]'], /--claims takes a JSON object/],
    [['--expires-in', '0'], /--expires-in takes a positive number/],
    [['--expires-in', 'soon'], /--expires-in takes a positive number/],
  ])('refuses %j', async (options, message) => {
    await keyFile('sign.json')
    const { exitCode, err } = await run(['token', '--key', 'sign.json', ...options])
    expect(exitCode).toBe(2)
    expect(err).toMatch(message)
  })

  test('refuses several keys, and claims that Postgres cannot hold', async () => {
    const { privateJwk } = await keyFile('sign.json')
    const set = JSON.stringify({ keys: [privateJwk, privateJwk] })
    expect((await run(['token', '--key', '-'], set)).err).toMatch(/several keys/)
    const nul = await run(['token', '--key', 'sign.json', '--claims', '{"a":"marker\\u0000"}', '--json'])
    expect(nul.json()).toMatchObject({ error: { code: 'token_claims_invalid' } })
    expect(nul.out).not.toContain('marker')
  })
})
