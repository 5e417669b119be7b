import { AuthError } from '../errors/auth-error.js'
import { sharedByCopies } from '../shared-by-copies.js'
import { assertSubject, type Claims } from './claims.js'
import type { ClaimsText } from './claims-text.js'
import { assertRoleName } from './role-name.js'

/**
 * A verified identity. Made by `Verifier.verify`, `trustClaims` and `anonymousSession` only: an object that
 * merely looks like one (a parsed request body, say) is never accepted as a session.
 */
export interface AuthSession {
  /** The Postgres role to take. Absent: `authenticated`, or what `withAuth` is configured with. */
  readonly role?: string
  /** The verified claims, frozen. */
  readonly claims: Claims
  /** When it ends: the `exp` claim, or what `trustClaims` was told, if that is earlier. Seconds since the epoch. */
  readonly expiresAt?: number
}

/** What a session carries besides its public face. */
interface SessionInternals {
  readonly claimsJson: string
  readonly token: string | undefined
  /** Seconds since the epoch, leeway included. */
  readonly usableUntil: number
  readonly settings: Readonly<Record<string, string>>
  /** False for a token that only the endpoint or the database which it is sent to verifies. */
  readonly verified: boolean
  /** What an unverified token claims: good for choosing the role that it is sent under, and for nothing else. */
  readonly unverifiedClaims?: Claims
  /** True for claims that a function made of those of the token. */
  readonly rewritten: boolean
  /** Of a derived session: what it was before a database gave it a role and settings. */
  readonly origin?: AuthSession
}

interface SessionInit {
  readonly role?: string | undefined
  readonly token?: string | undefined
  /** Seconds by which the clocks of issuer and verifier may differ. */
  readonly clockTolerance?: number | undefined
  /** Seconds since the epoch, by the clock of this machine. */
  readonly expiresAt?: number | undefined
  /** The claims of the token, where those of the session are what a function made of them. */
  readonly tokenClaims?: Claims | undefined
}

const internals = /* @__PURE__ */ sharedByCopies('sessions 3', () => new WeakMap<object, SessionInternals>())

const noSettings: Readonly<Record<string, string>> = Object.freeze({})

function build(
  face: { claims: Claims; role?: string | undefined; expiresAt?: number | undefined },
  own: SessionInternals,
): AuthSession {
  const session: { claims: Claims; role?: string; expiresAt?: number } = { claims: face.claims }
  if (face.role !== undefined) session.role = face.role
  if (face.expiresAt !== undefined) session.expiresAt = face.expiresAt
  Object.defineProperty(session, 'token', { value: own.token, enumerable: false })
  Object.freeze(session)
  internals.set(session, own)
  return session
}

/** Makes a session of claims that were verified. Private: the public ways are the verifier and `trustClaims`. */
export function createSession({ claims, text }: ClaimsText, init: SessionInit): AuthSession {
  if (init.role !== undefined) assertRoleName(init.role)
  assertSubject(claims)
  const ends = [readExp(claims), readExp(init.tokenClaims ?? {})]
  const own = init.expiresAt ?? Number.POSITIVE_INFINITY
  const expiresAt = Math.min(...ends, own)
  return build(
    { claims, role: init.role, expiresAt: expiresAt === Number.POSITIVE_INFINITY ? undefined : expiresAt },
    {
      // Without a claim `auth.session()` is to be null, as if nobody had set anything.
      claimsJson: Object.keys(claims).length === 0 ? '' : text,
      token: init.token,
      usableUntil: Math.min(Math.min(...ends) + (init.clockTolerance ?? 30), own),
      settings: noSettings,
      verified: true,
      rewritten: init.tokenClaims !== undefined,
    },
  )
}

function readExp({ exp }: Claims): number {
  if (exp === undefined) return Number.POSITIVE_INFINITY
  if (typeof exp !== 'number' || !Number.isFinite(exp)) {
    throw new AuthError('token_claims_invalid', 'The "exp" claim must be a number of seconds.')
  }
  return exp
}

/** Makes a session of a token that is verified where it is sent, and nowhere else. */
export function createUnverifiedSession(token: string, unverifiedClaims: Claims): AuthSession {
  return build(
    { claims: Object.freeze({}) },
    {
      claimsJson: '',
      token,
      usableUntil: Number.POSITIVE_INFINITY,
      settings: noSettings,
      verified: false,
      unverifiedClaims,
      rewritten: false,
    },
  )
}

function internalsOf(session: AuthSession): SessionInternals {
  const own = internals.get(session)
  if (own === undefined) throw notASession()
  return own
}

function notASession(): TypeError {
  return new TypeError(
    'Expected an AuthSession made by verify(), trustClaims() or anonymousSession of @rowauth/core; ' +
      'an object that looks like one is not a session.',
  )
}

/** Is this value a session that this module made? */
export function isAuthSession(value: unknown): value is AuthSession {
  return typeof value === 'object' && value !== null && internals.has(value)
}

/**
 * Refuses what cannot open a transaction.
 *
 * @throws {TypeError} when the value is not a session
 * @throws {AuthError} `token_expired` when the session is over; `unsupported` when nobody has verified its token
 */
export function assertUsableSession(value: unknown): asserts value is AuthSession {
  assertUnexpired(value)
  if (!internalsOf(value).verified) {
    throw new AuthError(
      'unsupported',
      'The token of this session is verified by the endpoint it is sent to only.',
    )
  }
}

/**
 * The token of a session, for an endpoint that verifies it.
 *
 * @throws {TypeError} when the value is not a session
 * @throws {AuthError} `token_expired` when the session is over; `token_missing` when it was made without a token; `unsupported`
 *   when a function has rewritten its claims
 */
export function usableToken(value: unknown): string {
  assertUnexpired(value)
  assertNotRewritten(value, 'endpoint')
  const { token } = internalsOf(value)
  if (token === undefined) {
    throw new AuthError(
      'token_missing',
      'The endpoint verifies tokens, and this session was made without one, by trustClaims(). Give it a token instead.',
    )
  }
  return token
}

/**
 * What a database that verifies tokens itself is sent: the token; empty for nobody.
 *
 * @throws {TypeError} when the value is not a session
 * @throws {AuthError} `token_expired` when the session is over; `token_missing` when its claims came without a token;
 *   `unsupported` when a function has rewritten its claims
 */
export function sessionCredential(value: unknown): string {
  assertUnexpired(value)
  assertNotRewritten(value, 'database')
  const { token, claimsJson } = internalsOf(value)
  if (token === undefined && claimsJson !== '') {
    throw new AuthError(
      'token_missing',
      'The database verifies tokens, and this session was made without one, by trustClaims(). Give it a ' +
        'token instead; for tests and scripts, createIssuer() signs one, with a key that auth.register_jwk() has made known.',
    )
  }
  return token ?? ''
}

function assertNotRewritten(session: AuthSession, reader: 'database' | 'endpoint'): void {
  if (!internalsOf(session).rewritten) return
  throw new AuthError(
    'unsupported',
    `The ${reader} reads the token itself, and not what the function \`claims\` of the verifier made of it. ` +
      'Leave that function out here, or have the application verify alone.',
  )
}

function assertUnexpired(value: unknown): asserts value is AuthSession {
  if (!isAuthSession(value)) throw notASession()
  if (internalsOf(value).usableUntil <= Date.now() / 1000) {
    throw new AuthError('token_expired', 'The session has expired. Sign in again or refresh the token.')
  }
}

/** The claims as JSON text, serialized once per session; empty when there are none. */
export function sessionClaimsJson(session: AuthSession): string {
  return internalsOf(session).claimsJson
}

/**
 * The claims that choose the role of a session. Those of an unverified token do, too: whoever verifies it refuses the
 * call as a whole when they are not what its issuer has signed.
 */
export function roleClaims(session: AuthSession): Claims {
  return internalsOf(session).unverifiedClaims ?? session.claims
}

/** Equal for sessions that see the same rows, and for no others: role, claims, settings, and an unverified token. */
export function sessionIdentity(session: AuthSession): string {
  const { claimsJson, settings, token, verified } = internalsOf(session)
  return JSON.stringify([session.role, claimsJson, settings, verified ? null : token])
}

/** Further transaction-local settings, by name. */
export function sessionSettings(session: AuthSession): Readonly<Record<string, string>> {
  return internalsOf(session).settings
}

/** The same identity under another role or with further settings; the given session is left as it is. */
export function deriveSession(
  session: AuthSession,
  change: { role?: string | undefined; settings?: Readonly<Record<string, string>> | undefined },
): AuthSession {
  if (change.role !== undefined) assertRoleName(change.role)
  const own = internalsOf(session)
  return build(
    { claims: session.claims, role: change.role ?? session.role, expiresAt: session.expiresAt },
    { ...own, settings: change.settings ?? own.settings, origin: own.origin ?? session },
  )
}

/** The session without the role and the settings that {@link deriveSession} has given it; itself when it was not derived. */
export function originalSession(session: AuthSession): AuthSession {
  return internalsOf(session).origin ?? session
}
