import { AuthError } from '@rowauth/core'
import { describe, expect, test, vi } from 'vitest'

describe('AuthError in an application that holds two copies of the package', () => {
  test('is known by the other copy', async () => {
    vi.resetModules()
    const other = await import('@rowauth/core')
    expect(other.AuthError).not.toBe(AuthError)
    const error = new other.AuthError('token_expired', 'over')
    expect(error).toBeInstanceOf(AuthError)
    expect(new AuthError('unsupported', 'no')).toBeInstanceOf(other.AuthError)
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'AuthError',
      code: 'token_expired',
      status: 401,
      message: 'over',
    })
  })

  test('nothing else is, and classes that extend it keep their own', () => {
    class Narrower extends AuthError {}
    const narrow = new Narrower('unsupported', 'no')
    expect(narrow).toBeInstanceOf(Narrower)
    expect(narrow).toBeInstanceOf(AuthError)
    expect(new AuthError('unsupported', 'no')).not.toBeInstanceOf(Narrower)
    for (const value of [
      undefined,
      null,
      'AuthError',
      new Error('no'),
      { name: 'AuthError', code: 'unsupported' },
    ]) {
      expect(value instanceof AuthError).toBe(false)
    }
  })
})
