import { isRecord } from '../record.js'

/** A time claim, decoded. */
export interface TokenTime {
  /** The claim's name (RFC 7519, section 4.1). */
  readonly claim: 'iat' | 'nbf' | 'exp'
  /** In ISO 8601; undefined when the claim is no time. */
  readonly at: string | undefined
  /** Seconds from now; negative for the past. */
  readonly inSeconds: number | undefined
}

/** What may be shown of a token. Neither its signature nor the value of a claim other than the times. */
export interface TokenInspection {
  readonly alg: unknown
  readonly kid: unknown
  readonly typ: unknown
  /** The header's other members, by name. */
  readonly otherHeaders: readonly string[]
  readonly times: readonly TokenTime[]
  /** The names of all claims. */
  readonly claims: readonly string[]
}

/** A token taken apart for looking at, or what is wrong with its form. Verifies nothing. */
export function inspectToken(token: string): TokenInspection | { readonly malformed: readonly string[] } {
  const parts = token.split('.')
  const header = decode(parts[0])
  const payload = decode(parts[1])
  if (header === undefined || payload === undefined) return { malformed: shapeProblems(token, parts) }
  const { alg, kid, typ, ...others } = header
  const now = Date.now() / 1000
  const times = (['iat', 'nbf', 'exp'] as const)
    .filter((claim) => Object.hasOwn(payload, claim))
    .map((claim) => readTime(claim, payload[claim], now))
  return { alg, kid, typ, otherHeaders: Object.keys(others), times, claims: Object.keys(payload) }
}

/** The claims of a token, for comparing; empty when it cannot be decoded. */
export function unverifiedClaims(token: string): Readonly<Record<string, unknown>> {
  return decode(token.split('.')[1]) ?? {}
}

function decode(part: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'))
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

function readTime(claim: TokenTime['claim'], value: unknown, now: number): TokenTime {
  const date = typeof value === 'number' ? new Date(value * 1000) : undefined
  if (date === undefined || Number.isNaN(date.getTime()))
    return { claim, at: undefined, inSeconds: undefined }
  return { claim, at: date.toISOString(), inSeconds: Math.round(Number(value) - now) }
}

/** What keeps a string from being a token, in words that quote none of it. */
export function shapeProblems(token: string, parts: readonly string[] = token.split('.')): string[] {
  const problems: string[] = []
  if (/^bearer\s/i.test(token)) problems.push('It begins with "Bearer": give only what follows.')
  else if (/\s/.test(token)) problems.push('There is white space in it.')
  if (/^["']|["']$/.test(token)) problems.push('It is in quotation marks.')
  if (parts.length === 5) problems.push('It has five parts: an encrypted token (JWE), which is not accepted.')
  else if (parts.length !== 3) problems.push(`It has ${parts.length} part(s) between dots instead of three.`)
  if (token.includes('=')) problems.push('Its parts are padded with "=".')
  if (/[+/]/.test(token)) problems.push('It is written in base64 instead of base64url.')
  return problems
}
