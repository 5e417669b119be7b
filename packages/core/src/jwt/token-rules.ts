import { assertOptions, type OptionNames } from '../assert-options.js'
import { jwksAddress } from '../jwks/jwks-address.js'
import type { KeySource } from '../jwks/key-source.js'
import { RemoteKeys } from '../jwks/remote-keys.js'
import { StaticKeys } from '../jwks/static-keys.js'
import { canonicalAlgorithm, defaultAlgorithms, isSignatureAlgorithm } from '../keys/algorithms.js'
import { isJsonObject } from '../keys/json-object.js'
import type { VerifierOptions } from './verifier-options.js'

/** Verifier options, checked and with their defaults. */
export interface TokenRules {
  readonly keys: KeySource
  readonly issuers: ReadonlySet<string> | undefined
  readonly audiences: ReadonlySet<string> | undefined
  /** Canonical names. */
  readonly algorithms: ReadonlySet<string>
  readonly clockTolerance: number
  readonly maxTokenBytes: number
  readonly requiredClaims: readonly string[]
  /** 0: none. */
  readonly cacheSize: number
}

const names = {
  jwks: true,
  issuer: true,
  audience: true,
  algorithms: true,
  clockTolerance: true,
  maxTokenBytes: true,
  requiredClaims: true,
  cache: true,
  refreshInterval: true,
  fetch: true,
} as const satisfies OptionNames<VerifierOptions>

/** @throws {TypeError} for options that cannot be meant */
export function readRules(options: VerifierOptions): TokenRules {
  assertOptions('createVerifier()', options, names)
  const { jwks, fetch, clockTolerance = 30, maxTokenBytes = 16_384, refreshInterval = 600 } = options
  if (jwks === undefined || jwks === null) {
    throw new TypeError(
      'createVerifier() needs `jwks`: the URL of the public keys of your issuer, or the JWKS.',
    )
  }
  if (fetch !== undefined && typeof fetch !== 'function') throw new TypeError('`fetch` must be a function.')
  if (!Number.isFinite(clockTolerance) || clockTolerance < 0) {
    throw new TypeError('`clockTolerance` must be a number of seconds, 0 or more.')
  }
  if (!isPositiveInteger(maxTokenBytes)) throw new TypeError('`maxTokenBytes` must be a positive integer.')
  if (!Number.isFinite(refreshInterval) || refreshInterval < 30 || refreshInterval > 3600) {
    throw new TypeError('`refreshInterval` must be a number of seconds from 30 to 3600.')
  }
  return {
    keys:
      typeof jwks === 'string' || jwks instanceof URL
        ? new RemoteKeys(jwksAddress(jwks), { fetch, refreshInterval })
        : new StaticKeys(jwks),
    issuers: readNames('issuer', options.issuer),
    audiences: readNames('audience', options.audience),
    algorithms: readAlgorithms(options.algorithms ?? defaultAlgorithms),
    clockTolerance,
    maxTokenBytes,
    requiredClaims: [...(readNames('requiredClaims', options.requiredClaims, 0) ?? [])],
    cacheSize: readCacheSize(options.cache),
  }
}

function isPositiveInteger(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) > 0
}

function readNames(
  option: string,
  value: string | readonly string[] | undefined,
  least = 1,
): ReadonlySet<string> | undefined {
  if (value === undefined) return undefined
  const names: unknown = typeof value === 'string' ? [value] : value
  if (
    !Array.isArray(names) ||
    names.length < least ||
    names.some((name) => typeof name !== 'string' || name === '')
  ) {
    // An empty value is a configuration that went missing, never a wish to accept everything.
    throw new TypeError(`\`${option}\` must hold non-empty strings.`)
  }
  return new Set(names)
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
