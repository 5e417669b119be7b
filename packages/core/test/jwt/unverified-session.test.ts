import { anonymousSession, trustClaims } from '@rowauth/core'
import {
  assertUsableSession,
  deriveSession,
  sessionIdentity,
  unverifiedSession,
  usableToken,
} from '@rowauth/core/internal'
import { describe, expect, it } from 'vitest'

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const token = (sub: string) => `${part({ alg: 'ES256', kid: 'k' })}.${part({ sub })}.AAAA`

describe('a session of a token that is verified elsewhere', () => {
  it('carries the token, and nothing that the token says', () => {
    const session = unverifiedSession(token('alice'))
    expect(session.claims).toEqual({})
    expect(usableToken(session)).toBe(token('alice'))
    expect(usableToken(deriveSession(session, { role: 'editor' }))).toBe(token('alice'))
    expect(JSON.stringify(session)).not.toContain(token('alice'))
  })

  it('cannot set claims', () => {
    expect(() => assertUsableSession(unverifiedSession(token('alice')))).toThrow(
      expect.objectContaining({ code: 'unsupported' }),
    )
  })

  it('is another identity for each token, and none without one', () => {
    const keys = [token('alice'), token('bob')].map((each) => sessionIdentity(unverifiedSession(each)))
    const known = [anonymousSession, trustClaims({}), trustClaims({ sub: 'alice' })].map(sessionIdentity)
    expect(new Set([...keys, ...known]).size).toBe(5)
  })

  it.each([
    ['', 'token_missing'],
    ['x', 'token_malformed'],
    [`${token('a')}\r\nX-Other: 1`, 'token_malformed'],
    ['a'.repeat(20_000), 'token_too_large'],
  ])('refuses what is no token (%#)', (text, code) => {
    expect(() => unverifiedSession(text)).toThrow(expect.objectContaining({ code }))
  })
})
