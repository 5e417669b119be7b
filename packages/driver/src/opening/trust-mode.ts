import type { OptionNames } from '@rowauth/core/internal'
import { databaseOpening } from './database-opening.js'
import { claimsOpening, type OpeningOf } from './opening.js'

/** Who verifies the tokens, as every driver can be told. */
export interface VerificationOptions {
  /**
   * - `application` (default): whoever made the session has verified the token; the database believes the claims.
   * - `database`: the database verifies the token itself. Its auth schema was installed for that:
   *   `authSchemaSql({ verification: 'database' })`.
   */
  readonly verification?: 'application' | 'database' | undefined
  /** Name of the auth schema; matters with `verification: 'database'` only. Default: `auth`. */
  readonly schema?: string | undefined
}

/** Their names, for a check that none is misspelt. */
export const verificationOptions = {
  verification: true,
  schema: true,
} as const satisfies OptionNames<VerificationOptions>

export interface TrustMode {
  readonly openingOf: OpeningOf
  /** Sessions may carry a token that nobody has verified yet. */
  readonly verifiesTokens: boolean
}

/** @throws {TypeError} for what is no such option */
export function trustMode({ verification = 'application', schema }: VerificationOptions): TrustMode {
  if (verification === 'database') return { openingOf: databaseOpening(schema), verifiesTokens: true }
  if (verification !== 'application') {
    throw new TypeError('`verification` must be "application" or "database".')
  }
  if (schema !== undefined) throw new TypeError('`schema` goes with `verification: "database"`.')
  return { openingOf: claimsOpening, verifiesTokens: false }
}
