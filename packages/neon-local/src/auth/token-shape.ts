import { Failure } from '../http/failure.js'

/** The parts of a token that Neon looks at by itself. Nothing of it is verified. */
export interface TokenShape {
  readonly keyId: string
  /** Seconds since the epoch. */
  readonly exp: number | undefined
  /** Seconds since the epoch. */
  readonly nbf: number | undefined
}

export const notAToken = () => new Failure(400, 'Provided authentication token is not a valid JWT encoding')

/**
 * Reads a token before it is verified, as strictly as Neon does: `kid` is required, `exp` and `nbf` are whole
 * numbers, `aud` is a string or several, and `iss`, `sub`, `jti` and `sid` are strings.
 *
 * @throws {Failure} 400
 */
export function readTokenShape(token: string): TokenShape {
  const parts = token.split('.')
  if (parts.length !== 3) throw notAToken()
  const [header, claims] = parts.slice(0, 2).map(readPart)
  if (header === undefined || claims === undefined) throw notAToken()
  const exp = readSeconds(claims.exp)
  const nbf = readSeconds(claims.nbf)
  const { aud } = claims
  const hasTexts = ['iss', 'sub', 'jti', 'sid'].every((name) => isTextOrNothing(claims[name]))
  const hasAudience =
    aud === undefined ||
    typeof aud === 'string' ||
    (Array.isArray(aud) && aud.every((name) => typeof name === 'string'))
  if (!hasTexts || !hasAudience || typeof header.alg !== 'string' || !isTextOrNothing(header.kid)) {
    throw notAToken()
  }
  if (typeof header.kid !== 'string') throw new Failure(400, 'missing key id')
  return { keyId: header.kid, exp, nbf }
}

function readPart(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Record<string, unknown>) : undefined
  } catch {
    // The parser's message quotes the token.
    return undefined
  }
}

function readSeconds(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined
  if (!Number.isSafeInteger(value) || Number(value) < 0) throw notAToken()
  return Number(value)
}

function isTextOrNothing(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string'
}
