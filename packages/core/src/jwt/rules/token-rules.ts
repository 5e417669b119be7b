import { assertOptions, type OptionNames } from '../../assert-options.js'
import { readHttpHosts } from '../../jwks/http-hosts.js'
import { type IssuerKeys, keysByIssuer } from '../../jwks/issuer-keys.js'
import { jwksAddress } from '../../jwks/jwks-address.js'
import type { KeySource } from '../../jwks/key-source.js'
import { RemoteKeys } from '../../jwks/remote-keys.js'
import { StaticKeys } from '../../jwks/static-keys.js'
import { canonicalAlgorithm, defaultAlgorithms, isSignatureAlgorithm } from '../../keys/algorithms.js'
import { isJsonObject } from '../../keys/json-object.js'
import type { VerifierOptions } from '../verifier-options.js'
import { type IssuerRule, readIssuerRule } from './issuer-rule.js'
import { readNames } from './read-names.js'
import { readTypes } from './token-types.js'

/** Verifier options, checked and with their defaults. */
export interface TokenRules {
  readonly keysOf: IssuerKeys
  readonly issuer: IssuerRule | undefined
  readonly audiences: ReadonlySet<string> | undefined
  /** Canonical names. */
  readonly algorithms: ReadonlySet<string>
  /** As `tokenType` writes them. */
  readonly types: ReadonlySet<string>
  readonly clockTolerance: number
  /** Seconds by which `iat` may be ahead. */
  readonly furthestAhead: number
  readonly maxTokenBytes: number
  readonly requiredClaims: readonly string[]
  /** 0: none. */
  readonly cacheSize: number
  readonly check: VerifierOptions['check']
  readonly rewrite: VerifierOptions['claims']
}

const names = {
  jwks: true,
  issuer: true,
  audience: true,
  algorithms: true,
  types: true,
  clockTolerance: true,
  maxTokenBytes: true,
  requiredClaims: true,
  cache: true,
  refreshInterval: true,
  allowHttp: true,
  fetch: true,
  check: true,
  claims: true,
} as const satisfies OptionNames<VerifierOptions>

const furthestAhead = 300

/** @throws {TypeError} for options that cannot be meant */
export function readRules(options: VerifierOptions): TokenRules {
  assertOptions('createVerifier()', options, names)
  const { jwks, clockTolerance = 30, maxTokenBytes = 16_384, refreshInterval = 600 } = options
  if (jwks === undefined || jwks === null) {
    throw new TypeError(
      'createVerifier() needs `jwks`: the URL of the public keys of your issuer, or the JWKS.',
    )
  }
  const issuer = readIssuerRule(options.issuer)
  if (typeof jwks === 'function' && issuer === undefined) {
    // Else any sender would name the address of the keys that his token is checked with.
    throw new TypeError(
      'A function as `jwks` needs `issuer`: the accepted issuers, or a function that knows them.',
    )
  }
  if (!Number.isFinite(clockTolerance) || clockTolerance < 0) {
    throw new TypeError('`clockTolerance` must be a number of seconds, 0 or more.')
  }
  if (!isPositiveInteger(maxTokenBytes)) throw new TypeError('`maxTokenBytes` must be a positive integer.')
  if (!Number.isFinite(refreshInterval) || refreshInterval < 30 || refreshInterval > 3600) {
    throw new TypeError('`refreshInterval` must be a number of seconds from 30 to 3600.')
  }
  const { check, claims: rewrite } = options
  assertFunction(check, '`check` must be a function that takes the claims and returns true for accepted ones')
  assertFunction(
    rewrite,
    '`claims` must be a function that takes the claims and returns those of the session',
  )
  return {
    keysOf: readKeys(options, refreshInterval),
    issuer,
    audiences: readNames('audience', options.audience),
    algorithms: readAlgorithms(options.algorithms ?? defaultAlgorithms),
    types: readTypes(options.types),
    clockTolerance,
    furthestAhead: Math.max(clockTolerance, furthestAhead),
    maxTokenBytes,
    requiredClaims: [...(readNames('requiredClaims', options.requiredClaims, 0) ?? [])],
    cacheSize: readCacheSize(options.cache),
    check,
    rewrite,
  }
}

function readKeys({ jwks, fetch, allowHttp }: VerifierOptions, refreshInterval: number): IssuerKeys {
  assertFunction(fetch, '`fetch` must be a function')
  const httpHosts = readHttpHosts(allowHttp)
  if (typeof jwks === 'function') return keysByIssuer(jwks, httpHosts, { fetch, refreshInterval })
  const keys: KeySource =
    typeof jwks === 'string' || jwks instanceof URL
      ? new RemoteKeys(jwksAddress(jwks, httpHosts), { fetch, refreshInterval })
      : new StaticKeys(jwks)
  return () => keys
}

/** @param what - the option, and what it does */
function assertFunction(value: unknown, what: string): void {
  if (value !== undefined && typeof value !== 'function') throw new TypeError(`${what}.`)
}

function isPositiveInteger(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) > 0
}

function readAlgorithms(value: readonly unknown[]): ReadonlySet<string> {
  if (!Array.isArray(value) || value.length === 0)
    throw new TypeError('`algorithms` must be a non-empty array.')
  const algorithms = new Set<string>()
  for (const name of value) {
    if (!isSignatureAlgorithm(name)) {
      throw new TypeError(
        '`algorithms` may hold asymmetric signature algorithms only; HMAC and "none" are refused.',
      )
    }
    algorithms.add(canonicalAlgorithm(name))
  }
  return algorithms
}

function readCacheSize(value: VerifierOptions['cache']): number {
  if (value === undefined) return 1000
  if (value === false) return 0
  if (!isJsonObject(value) || !isPositiveInteger(value.max)) {
    throw new TypeError('`cache` must be false or an object with a positive integer `max`.')
  }
  return value.max
}
