import { type AuthSession, anonymousSession } from '@rowauth/core'
import { isAuthSession, unverifiedSession } from '@rowauth/core/internal'
import type { SettledOptions } from './options.js'
import { roleResolver } from './resolve-role.js'

/**
 * Who runs the queries of a handle: a token, a session, `null` for an anonymous visitor, or a function that
 * gives the current token, which is called once for each query, batch and transaction.
 */
export type TokenSource = string | AuthSession | null | (() => string | null | Promise<string | null>)

/** Finds out who somebody is, verifying anew for each query. */
export type Identify = () => Promise<AuthSession>

/**
 * Makes the {@link Identify} of a token for one configured database.
 *
 * @param endpointVerifies - tokens go to an endpoint that verifies them
 */
export function identifier(
  options: SettledOptions,
  endpointVerifies: boolean,
): (source: TokenSource) => Identify {
  const resolve = roleResolver(options)
  const { verifier } = options
  const someoneVerifies = verifier !== undefined || endpointVerifies

  const identify = async (token: unknown): Promise<AuthSession> => {
    if (token === null) return resolve(anonymousSession)
    if (typeof token !== 'string') throw new TypeError('The token function must give a string or null.')
    if (verifier !== undefined) return resolve(await verifier.verify(token))
    if (!someoneVerifies) throw noVerifier()
    return resolve(unverifiedSession(token))
  }

  return (source) => {
    if (typeof source === 'function') return async () => identify(await source())
    if (isAuthSession(source)) return async () => resolve(source)
    if (source === null) return () => identify(null)
    if (typeof source === 'string') {
      if (!someoneVerifies) throw noVerifier()
      return () => identify(source)
    }
    throw new TypeError(
      '$withAuth() takes a token, an AuthSession, null for an anonymous visitor, or a function that gives a token. ' +
        'An object that looks like a session is none, and undefined is nobody.',
    )
  }
}

function noVerifier(): TypeError {
  return new TypeError(
    '$withAuth(token) needs the option `verifier` of withAuth(), made by createVerifier().',
  )
}
