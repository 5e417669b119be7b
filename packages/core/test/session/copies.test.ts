import { anonymousSession, trustClaims } from '@rowauth/core'
import { isAuthSession, sessionClaimsJson } from '@rowauth/core/internal'
import { expect, test, vi } from 'vitest'

test('a session of one copy of the package is one to another copy, and what looks like it is not', async () => {
  vi.resetModules()
  const other = await import('@rowauth/core')
  const internal = await import('@rowauth/core/internal')
  expect(other.trustClaims).not.toBe(trustClaims)
  expect(other.anonymousSession).toBe(anonymousSession)
  const session = other.trustClaims({ sub: 'alice' })
  expect(isAuthSession(session)).toBe(true)
  expect(sessionClaimsJson(session)).toBe('{"sub":"alice"}')
  expect(internal.isAuthSession(trustClaims({ sub: 'bob' }))).toBe(true)
  expect(isAuthSession({ ...session })).toBe(false)
})
