import { assertOptions } from '../assert-options.js'
import type { VerifierOptions } from '../jwt/verifier-options.js'

/** What every preset takes besides its own options: {@link VerifierOptions} without the keys and the issuer. */
export type ProviderOptions = Partial<Omit<VerifierOptions, 'jwks' | 'issuer'>>

const overridable = [
  'audience',
  'algorithms',
  'types',
  'clockTolerance',
  'maxTokenBytes',
  'requiredClaims',
  'cache',
  'refreshInterval',
  'allowHttp',
  'fetch',
  'check',
  'claims',
] as const satisfies readonly (keyof ProviderOptions)[]

/**
 * The preset's own options, then what the caller wants otherwise. All these providers set `exp` and `sub`.
 *
 * @param provider - the name of the preset
 * @param own - the names of the options that it has besides
 * @throws {TypeError} for an option that it does not have
 */
export function preset(
  provider: string,
  own: readonly string[],
  base: VerifierOptions,
  options: ProviderOptions,
): VerifierOptions {
  const names = [...own, ...overridable].map((name) => [name, true] as const)
  assertOptions(`providers.${provider}()`, options, Object.fromEntries(names))
  const overrides: Record<string, unknown> = {}
  for (const name of overridable) {
    if (options[name] !== undefined) overrides[name] = options[name]
  }
  return { algorithms: ['RS256'], requiredClaims: ['exp', 'sub'], ...base, ...overrides }
}
