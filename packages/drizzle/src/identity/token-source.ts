import { type AuthSession, anonymousSession } from '@rowauth/core'
import { isAuthSession, originalSession, unverifiedSession } from '@rowauth/core/internal'
import type { SettledOptions } from './options.js'
import { roleResolver } from './resolve-role.js'
import { isFromClaims } from './setting-values.js'
import { tokenSession } from './trusted-role.js'

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
 * @throws {TypeError} for settings that come from claims which only the endpoint verifies
 */
export function identifier(
  options: SettledOptions,
  endpointVerifies: boolean,
): (source: TokenSource) => Identify {
  const resolve = roleResolver(options)
  const { verifier, settings } = options
  const someoneVerifies = verifier !== undefined || endpointVerifies
  const claimed = settings?.find(isFromClaims)
  if (claimed !== undefined && verifier === undefined && endpointVerifies)
    throw unverifiedSetting(claimed.name)

  const identify = async (token: unknown): Promise<AuthSession> => {
    if (token === null) return resolve(anonymousSession)
    if (typeof token !== 'string') {
      throw new TypeError(
        'The token function must give a string, or null for an anonymous visitor. Undefined is nobody.',
      )
    }
    if (verifier !== undefined) return resolve(tokenSession(await verifier.verify(token), options.roles))
    if (!someoneVerifies) throw noVerifier()
    return resolve(unverifiedSession(token))
  }

  return (source) => {
    if (typeof source === 'function') return async () => identify(await source())
    // With a role that another database has chosen it would look like a session of `trustClaims`.
    if (isAuthSession(source)) return async () => resolve(originalSession(source))
    if (source === null) return () => identify(null)
    if (typeof source === 'string') {
      if (!someoneVerifies) throw noVerifier()
      return () => identify(source)
    }
    throw notASource(source)
  }
}

function noVerifier(): TypeError {
  return new TypeError(
    '$withAuth(token) needs the option `verifier` of withAuth(), made by createVerifier().',
  )
}

function unverifiedSetting(name: string): TypeError {
  return new TypeError(
    `"${name}" in \`settings\` comes from claims, and without the option \`verifier\` nobody has verified them when it is ` +
      'set: the database or the endpoint verifies the token afterwards, and does not look at it. Give withAuth() a `verifier`, too.',
  )
}

const wanted =
  '$withAuth() takes a token, an AuthSession, null for an anonymous visitor, or a function that gives a token'

/** What was probably meant. */
function notASource(source: unknown): TypeError {
  if (source === undefined) {
    return new TypeError(
      `${wanted}. Undefined is nobody: bearerToken(request.headers) gives the token of a request, or null.`,
    )
  }
  if (typeof source !== 'object' || source === null)
    return new TypeError(`${wanted}, and no ${typeof source}.`)
  if ('then' in source) return new TypeError(`${wanted}. This is a promise: await it, or pass the function.`)
  if ('get' in source || 'headers' in source) {
    return new TypeError(`${wanted}. bearerToken(request.headers) gives the token of a request.`)
  }
  return new TypeError(
    `${wanted}. An object that looks like a session is none: trustClaims(claims) makes one of claims that were verified.`,
  )
}
