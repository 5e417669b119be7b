import { AuthError } from '../errors/auth-error.js'
import type { Claims } from './claims.js'
import { deepFreeze } from './deep-freeze.js'

/** Claims in the two forms in which they are used. */
export interface ClaimsText {
  /** What Postgres receives: each number as it was written. Members of one name are all there, as `jsonb` takes the last. */
  readonly text: string
  /** What JavaScript reads: a whole number beyond 2^53 is a string of its digits, unless it is a time. Frozen. */
  readonly claims: Claims
  /** Does the text hold a whole number beyond 2^53? */
  readonly hasLargeNumber: boolean
}

/** Deeper and longer than any claim is, and far from what ends a statement with 54001 or 22003. */
const deepest = 100
const longestNumeral = 1000

/** Strings, numerals, brackets and white space of a JSON text. */
const lexemes = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*|[[\]{}]|[ \t\r\n]+/g
const stringsAndNumerals = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g
const loneSurrogate = /\p{Surrogate}/u

/** What JavaScript makes of the JSON text of claims, large numbers rounded; undefined when the text is no JSON object. */
export function parseClaims(json: string): Claims | undefined {
  let parsed: Claims
  try {
    parsed = JSON.parse(json)
  } catch {
    // The parser's message quotes the token.
    return undefined
  }
  return typeof parsed !== 'object' || parsed === null || Array.isArray(parsed) ? undefined : parsed
}

/**
 * Reads the JSON text of claims: that of a token, or one that `JSON.stringify` made.
 *
 * @param parsed - as `parseClaims` makes it of that text; it may be frozen here
 * @throws {AuthError} `token_claims_invalid` for what `jsonb` cannot hold (PostgreSQL manual, section 8.14): U+0000 and
 *   lone surrogates, in a name or a value, also of a member that a later one of its name replaces; for numbers that no
 *   double-precision number comes near; for more than 100 levels
 */
export function readClaimsText(json: string, parsed: Claims): ClaimsText {
  let depth = 0
  let hasLargeNumber = false
  const text = json.replace(lexemes, (lexeme) => {
    switch (lexeme[0]) {
      case '"':
        return readString(lexeme)
      case '[':
      case '{':
        depth += 1
        if (depth > deepest) throw invalid(`The claims are nested more than ${deepest} levels deep.`)
        return lexeme
      case ']':
      case '}':
        depth -= 1
        return lexeme
      case ' ':
      case '\t':
      case '\n':
      case '\r':
        return ''
    }
    checkNumeral(lexeme)
    hasLargeNumber ||= isLarge(lexeme)
    return lexeme
  })
  const claims = hasLargeNumber ? withExactNumbers(text, parsed) : parsed
  return { text, claims: deepFreeze(claims), hasLargeNumber }
}

/** Without escapes that it can do without: a database in SQL_ASCII takes characters, and not their numbers. */
function readString(lexeme: string): string {
  if (!lexeme.includes('\\')) return lexeme
  const value: string = JSON.parse(lexeme)
  if (value.includes('\u0000') || loneSurrogate.test(value)) {
    throw invalid('The claims hold U+0000 or a lone surrogate, which PostgreSQL cannot store as jsonb.')
  }
  return JSON.stringify(value)
}

function checkNumeral(numeral: string): void {
  if (numeral.length < 16 && !/e/i.test(numeral)) return
  const value = Number(numeral)
  const exponent = Number(/e(.+)$/i.exec(numeral)?.[1] ?? 0)
  const vanishes = value === 0 && /^[-0.]*[1-9]/.test(numeral)
  if (
    !Number.isFinite(value) ||
    vanishes ||
    numeral.length > longestNumeral ||
    Math.abs(exponent) > longestNumeral
  ) {
    throw invalid('The claims hold a number that is too large, too small or too long.')
  }
}

/** One that JavaScript may round: two ids that differ in their last digit would become the same one. */
function isLarge(numeral: string): boolean {
  const value = Number(numeral)
  return Number.isInteger(value) && !Number.isSafeInteger(value)
}

function withExactNumbers(text: string, rounded: Claims): Claims {
  const claims = JSON.parse(text.replace(stringsAndNumerals, quoteLarge))
  // Nobody compares the last digit of a time.
  for (const name of ['exp', 'nbf', 'iat'] as const) {
    if (typeof rounded[name] === 'number') claims[name] = rounded[name]
  }
  return claims
}

function quoteLarge(lexeme: string): string {
  return lexeme.startsWith('"') || !isLarge(lexeme) ? lexeme : `"${lexeme}"`
}

function invalid(message: string): AuthError {
  return new AuthError('token_claims_invalid', message)
}
