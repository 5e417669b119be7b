import { createVerifier, type Verifier } from '@rowauth/core'
import { createTestIssuer, type TestIssuer } from '@rowauth/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let issuer: TestIssuer

beforeEach(async () => {
  issuer = await createTestIssuer()
})
afterEach(() => issuer.close())

/** A verifier without a cache of tokens; each one fetches the keys anew. */
function verifier(from: TestIssuer = issuer): Verifier {
  return createVerifier({ jwks: from.jwksUrl, issuer: from.issuer, cache: false })
}

function keyIdOf(token: string): unknown {
  return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid
}

async function publishedKeyIds(): Promise<unknown[]> {
  const { keys } = await (await fetch(issuer.jwksUrl)).json()
  return keys.map(({ kid }: { kid: unknown }) => kid)
}

describe('createTestIssuer', () => {
  it('signs tokens that verify against its JWKS', async () => {
    const before = Math.floor(Date.now() / 1000)
    const { claims } = await verifier().verify(await issuer.token())
    expect(claims).toMatchObject({ iss: issuer.issuer, sub: 'test-user' })
    expect(Number(claims.exp) - Number(claims.iat)).toBe(3600)
    expect(claims.iat).toBeGreaterThanOrEqual(before)
    expect(issuer.requests).toBe(1)
  })

  it('takes the claims it is given', async () => {
    const exp = Math.floor(Date.now() / 1000) + 60
    const { claims } = await verifier().verify(await issuer.token({ sub: 'alice', exp, org: { id: 7 } }))
    expect(claims).toMatchObject({ sub: 'alice', exp, org: { id: 7 } })
    const expired = await issuer.token({ exp: exp - 3600 })
    await expect(verifier().verify(expired)).rejects.toMatchObject({ code: 'token_expired' })
  })

  it.each(['ES256', 'RS256', 'EdDSA'] as const)('signs with %s', async (alg) => {
    await using other = await createTestIssuer({ alg, audience: 'app', expiresIn: 60 })
    const { claims } = await verifier(other).verify(await other.token())
    expect(claims.aud).toBe('app')
    expect(Number(claims.exp) - Number(claims.iat)).toBe(60)
  })

  it('never publishes a private key', async () => {
    await issuer.rotate({ keep: true })
    expect(await (await fetch(issuer.jwksUrl)).text()).not.toContain('"d"')
  })

  it('makes a forger of a second issuer with the same name', async () => {
    await using forger = await createTestIssuer({ issuer: issuer.issuer })
    const forged = await forger.token({ sub: 'alice' })
    await expect(verifier().verify(forged)).rejects.toMatchObject({ code: 'token_key_not_found' })
  })
})

describe('createTestIssuer: keys', () => {
  it('rotates: the old key leaves the JWKS', async () => {
    const old = await issuer.token()
    await issuer.rotate()
    const fresh = await issuer.token()
    expect(await publishedKeyIds()).toEqual([keyIdOf(fresh)])
    expect(keyIdOf(fresh)).not.toBe(keyIdOf(old))
    await verifier().verify(fresh)
    await expect(verifier().verify(old)).rejects.toMatchObject({ code: 'token_key_not_found' })
  })

  it('rotates with keep: both keys are in the JWKS', async () => {
    const old = await issuer.token()
    await issuer.rotate({ keep: true })
    const fresh = await issuer.token()
    expect(await publishedKeyIds()).toEqual([keyIdOf(fresh), keyIdOf(old)])
    await verifier().verify(old)
    await verifier().verify(fresh)
  })
})

describe('createTestIssuer: trouble', () => {
  it('stalls: the request arrives and is answered at restore', async () => {
    issuer.stall()
    let answered = false
    const pending = publishedKeyIds().then((ids) => {
      answered = true
      return ids
    })
    await expect.poll(() => issuer.requests).toBe(1)
    expect(answered).toBe(false)
    issuer.restore()
    expect(await pending).toHaveLength(1)
  })

  it('fails with a status and with a body, until restore', async () => {
    issuer.fail()
    expect((await fetch(issuer.jwksUrl)).status).toBe(500)
    issuer.fail(200, {})
    expect(await (await fetch(issuer.jwksUrl)).json()).toEqual({})
    issuer.fail(200, '<html>')
    expect(await (await fetch(issuer.jwksUrl)).text()).toBe('<html>')
    issuer.restore()
    expect(await publishedKeyIds()).toHaveLength(1)
    expect(issuer.requests).toBe(4)
  })

  it('counts requests for the JWKS only', async () => {
    expect((await fetch(new URL('/elsewhere', issuer.jwksUrl))).status).toBe(404)
    expect(issuer.requests).toBe(0)
  })

  it('closes with requests that are still stalled, and twice', async () => {
    issuer.stall()
    const pending = expect(fetch(issuer.jwksUrl)).rejects.toThrow()
    await expect.poll(() => issuer.requests).toBe(1)
    await issuer.close()
    await issuer.close()
    await pending
    await expect(fetch(issuer.jwksUrl)).rejects.toThrow()
  })
})
