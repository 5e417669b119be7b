import { base64url } from 'jose'
import { AuthError } from '../errors/auth-error.js'
import { isJsonObject, type JsonObject } from '../keys/json-object.js'
import type { Claims } from '../session/claims.js'
import { type ClaimsText, parseClaims, readClaimsText } from '../session/claims-text.js'

/** A token taken apart, nothing of it verified. */
export interface DecodedToken {
  readonly header: JsonObject
  readonly isSigned: boolean
  /** `iss` and `aud` as they came: no number is a name, and those beyond 2^53 are strings in the claims. */
  readonly named: Pick<Record<keyof Claims, unknown>, 'iss' | 'aud'>
  /**
   * The claims. Read when they are asked for: it may cost more than a signature does, which most senders of such tokens
   * cannot make.
   *
   * @throws {AuthError} `token_claims_invalid` for claims that Postgres cannot hold
   */
  payload(): ClaimsText
}

/** The signature may be empty at first: an unsigned token is refused for its algorithm, which says more. */
const shape = /^([\w-]+)\.([\w-]+)\.([\w-]*)$/

const paddedShape = /^[\w-]+={0,2}\.[\w-]+={0,2}\.[\w-]*={0,2}$/

/** The characters that a part may end with when its last 2 or 4 bits stand for nothing (RFC 4648, 3.5). */
const finalCharacters = new Map([
  [2, 'AQgw'],
  [3, 'AEIMQUYcgkosw048'],
])

/**
 * Takes a token apart: three unpadded base64url parts (RFC 7515, section 7.1) and nothing else, the first two
 * of them JSON objects.
 *
 * @throws {AuthError} `token_malformed`
 */
export function decodeToken(token: string): DecodedToken {
  if (/^bearer\b/i.test(token)) throw withScheme()
  if (token.includes('=') && paddedShape.test(token)) throw padded()
  const [, header = '', payload = '', signature = ''] = shape.exec(token) ?? []
  if (header === '' || ![header, payload, signature].every(isCanonical)) throw malformed()
  const json = decodeText(payload)
  const claims = parseClaims(json)
  if (claims === undefined) throw malformed()
  const { iss, aud } = claims
  let read: ClaimsText | undefined
  return {
    header: readHeader(header),
    isSigned: signature !== '',
    named: { iss, aud },
    payload() {
      read ??= readClaimsText(json, claims)
      return read
    },
  }
}

export function malformed(): AuthError {
  return new AuthError(
    'token_malformed',
    'The token is not a signed JWT: three unpadded base64url parts, without spaces and without "Bearer".',
  )
}

function withScheme(): AuthError {
  return new AuthError(
    'token_malformed',
    'The token begins with "Bearer", which belongs to the header. bearerToken(headers) takes the token out of it.',
  )
}

/** RFC 7515, 2. Known makers of such tokens are the Application Load Balancers of AWS, and they publish no JWKS. */
function padded(): AuthError {
  return new AuthError(
    'token_malformed',
    'The parts of the token are padded with "=", which those of a JWT are not. `x-amzn-oidc-data` of an AWS load balancer ' +
      'is so: it is verified with aws-jwt-verify and made a session by trustClaims().',
  )
}

export function tooLarge(): AuthError {
  return new AuthError('token_too_large', 'The token is longer than `maxTokenBytes`.')
}

/** Otherwise one token could be written in several ways. */
function isCanonical(part: string): boolean {
  const rest = part.length % 4
  return rest === 0 || (finalCharacters.get(rest)?.includes(part.slice(-1)) ?? false)
}

function readHeader(part: string): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(decodeText(part))
  } catch {
    // The parser's message quotes the token.
    throw malformed()
  }
  if (!isJsonObject(value)) throw malformed()
  return value
}

function decodeText(part: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(base64url.decode(part))
  } catch {
    throw malformed()
  }
}
