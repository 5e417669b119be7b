import type { VerifierOptions } from '../jwt/verifier-options.js'

/** What every preset takes besides its own options: {@link VerifierOptions} without the keys and the issuer. */
export type ProviderOptions = Partial<Omit<VerifierOptions, 'jwks' | 'issuer'>>

const overridable = [
  'audience',
  'algorithms',
  'clockTolerance',
  'maxTokenBytes',
  'requiredClaims',
  'cache',
  'refreshInterval',
  'fetch',
] as const satisfies readonly (keyof ProviderOptions)[]

/** The preset's own options, then what the caller wants otherwise. All these providers set `exp` and `sub`. */
export function preset(base: VerifierOptions, options: ProviderOptions): VerifierOptions {
  const overrides: Record<string, unknown> = {}
  for (const name of overridable) {
    if (options[name] !== undefined) overrides[name] = options[name]
  }
  return { algorithms: ['RS256'], requiredClaims: ['exp', 'sub'], ...base, ...overrides }
}
