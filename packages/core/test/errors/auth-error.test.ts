import { AuthError, type AuthErrorCode } from '@rowauth/core'
import { expect, test } from 'vitest'

const statuses: Record<AuthErrorCode, number> = {
  token_missing: 401,
  token_malformed: 401,
  token_too_large: 401,
  token_signature_invalid: 401,
  token_expired: 401,
  token_not_active: 401,
  token_algorithm_not_allowed: 401,
  token_issuer_mismatch: 401,
  token_audience_mismatch: 401,
  token_key_not_found: 401,
  token_claims_invalid: 401,
  jwks_unavailable: 503,
  role_not_allowed: 403,
  unsupported: 500,
}

test.each(Object.entries(statuses))('%s is answered with %i', (code, status) => {
  const error = new AuthError(code as AuthErrorCode, 'What happened.')
  expect(error).toBeInstanceOf(Error)
  expect(error).toMatchObject({ name: 'AuthError', code, status, message: 'What happened.' })
  expect(error).not.toHaveProperty('cause')
})

test('the JSON form holds what is safe to send, and not the cause', () => {
  const error = new AuthError('jwks_unavailable', 'Try again later.', { cause: new Error('secret') })
  expect(error.cause).toBeInstanceOf(Error)
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    name: 'AuthError',
    code: 'jwks_unavailable',
    status: 503,
    message: 'Try again later.',
  })
})

test('the stack begins with the name and the message', () => {
  expect(new AuthError('token_expired', 'It is over.').stack).toMatch(/^(Auth)?Error: It is over\./)
})
