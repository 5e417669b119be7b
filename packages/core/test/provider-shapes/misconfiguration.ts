import type { AuthErrorCode, ProviderOptions, VerifierOptions } from '@rowauth/core'
import type { Provider, TokenChanges } from './provider.js'

/** A mistake that applications make with a provider, and the code that tells them. */
export interface Misconfiguration {
  readonly mistake: string
  readonly code: AuthErrorCode
  /** What the message says besides, where it has a remedy. */
  readonly says?: RegExp
  /** The wrong configuration; the right one when absent. */
  readonly configure?: (options: ProviderOptions) => VerifierOptions
  /** The wrong token; the right one when absent. */
  readonly token?: TokenChanges | ((provider: Provider) => string)
}

export type Misconfigurations = Readonly<Record<string, readonly Misconfiguration[]>>

/** The preset with another audience. */
export const withAudience =
  (preset: (options: ProviderOptions) => VerifierOptions, audience: string) => (options: ProviderOptions) =>
    preset({ ...options, audience })

/** Options as written by hand from the provider's documentation. */
export const byHand = (written: VerifierOptions) => (options: ProviderOptions) => ({ ...options, ...written })
