import { Option } from 'commander'

/** Who verifies the tokens, for good. */
export type Verification = 'application' | 'database'

/** What a database has: one of these, or the state between them while `rowauth switch` moves it. */
export type InstalledVerification = Verification | 'transition'

/** What commander makes of {@link verificationOption}. */
export interface VerificationOptions {
  readonly verification?: Verification
}

/** `--verification <by>`. */
export function verificationOption(description: string): Option {
  return new Option('--verification <by>', description).choices(['application', 'database'])
}

/** As the end of a sentence. */
export function describeVerification(verification: InstalledVerification): string {
  return verification === 'transition'
    ? 'between verification by the application and by the database'
    : `verification by the ${verification}`
}
