/** The scheme alone, and not the beginning of a longer one (RFC 9110, 5.6.2: what a token may consist of). */
const bearer = /^[ \t]*bearer(?![\w!#$%&'*+.^`|~-])/i

/**
 * Takes the token out of an `Authorization: Bearer …` header (RFC 6750, section 2.1).
 *
 * Null means that nobody claims to be anybody: there is no header, or it has another scheme. What follows
 * `Bearer` is handed on as it is, even when it is empty or broken, so that the verifier refuses it: a broken
 * header must not turn its sender into an anonymous visitor.
 *
 * @param headers - the headers of a request, or the value of its `Authorization` header, null or undefined for none. On
 *   Node's own requests: `request.headers.authorization`
 * @throws {TypeError} for everything else
 *
 * @example
 * const db = database.$withAuth(bearerToken(request.headers))
 */
export function bearerToken(headers: Headers | string | null | undefined): string | null {
  const value = hasGet(headers) ? headers.get('authorization') : headers
  if (value === null || value === undefined) return null
  if (typeof value !== 'string') {
    throw new TypeError('bearerToken() takes a Headers object, an Authorization header, null or undefined.')
  }
  const scheme = bearer.exec(value)
  return scheme === null ? null : value.slice(scheme[0].length).replace(/^ +/, '')
}

/** Frameworks and fetch libraries bring Headers classes of their own. */
function hasGet(headers: unknown): headers is Pick<Headers, 'get'> {
  return (
    typeof headers === 'object' && headers !== null && 'get' in headers && typeof headers.get === 'function'
  )
}
